package svara.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/**
 * A command of the command line, run in this process.
 *
 * @param out what it printed, and {@code err} what it complained
 */
record CommandRun(int exit, String out, String err) {

  static CommandRun of(Map<String, String> environment, String... arguments) {
    return fed(new byte[0], environment, arguments);
  }

  /** With something on standard input. */
  static CommandRun fed(byte[] in, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(in),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            InstantSource.system());
    int exit = Main.run(terminal, arguments);
    return new CommandRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
