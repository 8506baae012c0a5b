package svara.config;

import java.io.InputStream;
import java.io.PrintStream;
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
    return new Terminal(System.in, System.out, System.err, System.getenv(), InstantSource.system());
  }
}
