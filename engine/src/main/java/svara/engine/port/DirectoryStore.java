package svara.engine.port;

import io.vertx.core.Future;
import java.util.List;
import svara.engine.people.DirectoryDiff;
import svara.engine.people.KnownPerson;

/**
 * The people as a directory and the helpdesk share them. Futures fail with {@link StoreException}.
 */
public interface DirectoryStore {

  /** Everybody, those who left included, by e-mail. */
  Future<List<KnownPerson>> known();

  /** Carries the changes out, all or none; who vanished has left. May be repeated. */
  Future<Void> apply(DirectoryDiff diff);
}
