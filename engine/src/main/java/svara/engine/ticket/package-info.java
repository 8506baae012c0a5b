/**
 * A ticket's life: what calls and people make of it. Pure: no clock, no I/O; every moment comes in
 * with what happened.
 */
@NullMarked
package svara.engine.ticket;

import org.jspecify.annotations.NullMarked;
