package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who saw and changed what. Only ever added to: the database refuses the engine anything else.
 * Futures fail with {@link StoreException}.
 */
public interface AuditLog {

  /**
   * Something that was done.
   *
   * @param who name of the account or token, {@code operator}, or empty when nobody was signed in
   * @param address it was done from
   * @param action a word: {@code signed_in}
   * @param about what it was done to, or empty
   * @param facts more, without secrets
   */
  record Entry(
      Instant at,
      String who,
      String address,
      String action,
      String about,
      Map<String, String> facts) {
    public Entry {
      facts = Map.copyOf(facts);
    }
  }

  /**
   * What to read, newest first.
   *
   * @param who null for everybody
   * @param action null for every one
   */
  record Query(@Nullable String who, @Nullable String action, @Nullable String cursor, int limit) {}

  Future<Void> add(Entry entry);

  /** Fails with {@link IllegalArgumentException} when the cursor is none. */
  Future<Page<Entry>> entries(Query query);
}
