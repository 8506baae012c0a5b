package svara.engine.port;

import io.vertx.core.Future;
import java.util.List;
import svara.engine.people.PeopleDiff;
import svara.engine.people.PersonEntry;

/** The people the helpdesk knows. Futures fail with {@link StoreException}. */
public interface PeopleStore {

  /** Everybody, those who left included, by e-mail. */
  Future<List<PersonEntry>> all();

  /** Carries the changes out, all or none. May be repeated. */
  Future<Void> apply(List<PeopleDiff.Change> changes);
}
