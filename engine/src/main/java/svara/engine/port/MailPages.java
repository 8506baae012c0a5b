package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** Makes pages of mails. */
@FunctionalInterface
public interface MailPages {
  /** The HTML of a mail made harmless, as a whole page; empty when it has none. Never fails. */
  Future<Optional<String>> of(Buffer raw);
}
