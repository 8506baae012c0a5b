package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import svara.engine.runtime.LoopWatch;

/**
 * What a log of a whole engine says of event loops that were blocked. Vert.x says so too, of all
 * its loops, but goes by the clock on the wall and blames a starved machine on the program.
 */
public final class LoopLog {
  private LoopLog() {}

  /** The lines that tell of one. */
  public static List<String> blocked(String log) {
    return log.lines().filter(line -> line.contains(LoopWatch.BLOCKED)).toList();
  }

  /** Fails when there is one. */
  static void quiet(String log) {
    assertEquals(List.of(), blocked(log), log);
  }
}
