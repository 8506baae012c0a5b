/**
 * The identities that every part shares: wrapped so that two of them can not be swapped. Pure: no
 * clock, no I/O.
 */
@NullMarked
package svara.engine.id;

import org.jspecify.annotations.NullMarked;
