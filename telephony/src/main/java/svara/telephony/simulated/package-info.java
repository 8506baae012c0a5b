/**
 * An exchange in memory whose time is handed in: for tests, what-if and load. It has no thread and
 * no timer of its own; whatever happens, happens while its {@link
 * svara.telephony.simulated.SimulatedClock} is advanced, in an order that its seed fixes.
 * Everything here is used from one thread.
 */
@NullMarked
package svara.telephony.simulated;

import org.jspecify.annotations.NullMarked;
