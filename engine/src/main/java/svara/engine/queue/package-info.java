/**
 * A queue: who talks, who waits, who is owed a callback. Pure: {@code decide} says what happens,
 * {@code evolve} what is then true, {@code effects} what is to be done about it; no clock, no
 * randomness, no I/O, so that the same commands always give the same history.
 */
@NullMarked
package svara.engine.queue;

import org.jspecify.annotations.NullMarked;
