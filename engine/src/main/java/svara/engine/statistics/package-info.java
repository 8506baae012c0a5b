/**
 * What every figure means, and the fold from calls to figures. Pure; the same calls in any order
 * and any parts give the same figures, so a page, a report and a rebuild agree.
 */
@NullMarked
package svara.engine.statistics;

import org.jspecify.annotations.NullMarked;
