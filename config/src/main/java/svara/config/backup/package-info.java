/**
 * A copy of everything Svara keeps, in one file, and the way back. Knows settings and the database;
 * the command line is not its business.
 */
@NullMarked
package svara.config.backup;

import org.jspecify.annotations.NullMarked;
