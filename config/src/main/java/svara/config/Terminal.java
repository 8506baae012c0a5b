package svara.config;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command has of the world around it.
 *
 * @param environment variables
 * @param clock the machine's
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    InstantSource clock) {
  static Terminal ofProcess() {
    return new Terminal(
        System.in,
        writing(System.out),
        writing(System.err),
        System.getenv(),
        InstantSource.system());
  }

  /**
   * Without a locale (a service, a container, a bare shell) Java writes ASCII, and every name with
   * an å, ä or ö broken; what reads us there takes UTF-8.
   */
  static PrintStream writing(PrintStream stream) {
    return stream.charset().equals(StandardCharsets.US_ASCII)
        ? new PrintStream(stream, true, StandardCharsets.UTF_8)
        : stream;
  }
}
