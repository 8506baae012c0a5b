/**
 * How fast it is, always beside a peer in the same run: calls through Svara against the same calls
 * through Asterisk's own {@code Queue()} with the same technicians, on the same machine, minutes
 * apart. Everything is measured from outside: at the callers' phones and in {@code /proc}.
 */
@NullMarked
package svara.config.bench;

import org.jspecify.annotations.NullMarked;
