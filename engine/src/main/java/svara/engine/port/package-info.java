/**
 * What the engine asks of the outside: the exchange and the stores. Times are instants of the
 * engine's clock unless said otherwise.
 */
@NullMarked
package svara.engine.port;

import org.jspecify.annotations.NullMarked;
