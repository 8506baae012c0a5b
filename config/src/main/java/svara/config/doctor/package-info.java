/**
 * Looks at what Svara leans on and says what is wrong and what mends it. Blocks: for the command
 * line.
 */
@NullMarked
package svara.config.doctor;

import org.jspecify.annotations.NullMarked;
