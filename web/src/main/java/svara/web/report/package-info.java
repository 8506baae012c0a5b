/** A period's figures as a file: CSV, a workbook, a PDF; all of the same data. */
@NullMarked
package svara.web.report;

import org.jspecify.annotations.NullMarked;
