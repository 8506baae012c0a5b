/**
 * A helpdesk to look at: an exchange of its own, technicians' and callers' phones played by SIPp,
 * and a working day that a seed decides. What the phones saw is counted beside what Svara counted.
 */
@NullMarked
package svara.config.demo;

import org.jspecify.annotations.NullMarked;
