package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Whether the parts that Svara leans on work. Answers within a second, from what is known. */
public interface Health {

  Future<Report> check();

  /**
   * All parts.
   *
   * @param ready calls are taken
   */
  record Report(boolean ready, List<Part> parts) {
    public Report {
      parts = List.copyOf(parts);
    }
  }

  /**
   * One part.
   *
   * @param name {@code exchange}, {@code database}, {@code mail} or {@code directory}
   * @param since when it came into this state
   * @param reason of mail that does not work: {@code unreachable}, {@code sign_in_refused}, {@code
   *     token_refused}; of the directory: {@code not_read}, {@code too_many_leave}; else empty
   */
  record Part(String name, State state, Instant since, String reason) {
    public Part(String name, State state, Instant since) {
      this(name, state, since, "");
    }
  }

  /** How a part is. */
  enum State {
    WORKS,
    /** Works in a lesser way: slow, or by the exchange's own fallback. */
    DEGRADED,
    DOWN
  }
}
