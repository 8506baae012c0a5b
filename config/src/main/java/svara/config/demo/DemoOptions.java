package svara.config.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is asked of a demo.
 *
 * @param calls whether anybody calls
 * @param seed decides who calls when
 * @param speed how much faster than real time the day passes, 1 to 1,000
 * @param length after which it ends by itself
 * @param httpPort of the pages; 0 for any
 * @param sipPort of the exchange; 0 for any
 */
public record DemoOptions(
    boolean calls,
    long seed,
    double speed,
    Optional<Duration> length,
    OptionalInt httpPort,
    OptionalInt sipPort) {}
