package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import svara.engine.id.CallerNumber;
import svara.engine.port.QueueStore.CallerFacts;

/** Whom a person means who promises a callback by hand. */
public interface Callees {

  /** What a number that a person wrote is, by the number plan; never fails. */
  CallerNumber number(String written);

  /** Who is known by it, and which ticket the promise goes on; see {@link QueueStore}. */
  Future<CallerFacts> facts(CallerNumber number, Instant at);
}
