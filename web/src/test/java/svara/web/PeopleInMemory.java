package svara.web;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import svara.engine.id.PersonId;
import svara.engine.people.PeopleDiff;
import svara.engine.people.PersonEntry;
import svara.engine.port.PeopleStore;

/** Every number up to a thousand is the same person, with as many addresses as one gives her. */
final class PeopleInMemory implements PeopleStore {
  private static final long MAX = 1_000;

  private final List<String> addresses = new ArrayList<>(List.of("eva.lund@example.se"));

  @Override
  public Future<List<PersonEntry>> all() {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> apply(List<PeopleDiff.Change> changes) {
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Optional<Person>> person(PersonId id) {
    return Future.succeededFuture(
        id.value() <= MAX
            ? Optional.of(new Person(id, "Eva Lund", "Kultur", addresses, List.of("Ove Ek")))
            : Optional.empty());
  }

  @Override
  public synchronized Future<Optional<PersonId>> alsoWrites(PersonId id, String address) {
    addresses.add(address);
    return Future.succeededFuture(id.value() <= MAX ? Optional.of(id) : Optional.empty());
  }
}
