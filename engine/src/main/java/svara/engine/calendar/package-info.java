/** Opening hours and business time. Pure: the time comes in as an {@code Instant}. */
@NullMarked
package svara.engine.calendar;

import org.jspecify.annotations.NullMarked;
