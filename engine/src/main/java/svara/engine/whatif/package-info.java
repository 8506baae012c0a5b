/**
 * What other limits would have changed: the recorded arrivals, patience and handling times of a
 * queue, led once more through the very same {@code decide}. Pure: time and seeds are handed in,
 * and the same recording, limits and seed give the same answer.
 */
@NullMarked
package svara.engine.whatif;

import org.jspecify.annotations.NullMarked;
