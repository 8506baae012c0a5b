package svara.engine.port;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import svara.engine.id.PersonId;
import svara.engine.people.PeopleDiff;
import svara.engine.people.PersonEntry;

/** The people the helpdesk knows. Futures fail with {@link StoreException}. */
public interface PeopleStore {

  /** Everybody, those who left included, by e-mail. */
  Future<List<PersonEntry>> all();

  /** Carries the changes out, all or none. May be repeated. */
  Future<Void> apply(List<PeopleDiff.Change> changes);

  /** One of them with every address; empty when there is no such person. */
  Future<Optional<Person>> person(PersonId id);

  /**
   * He writes from this address too. Who has it already is the same person: what belongs to either
   * belongs to the one who stays, and that is whom a list or a directory knows.
   *
   * @param address in small letters
   * @return who stays; empty when there is no such person
   */
  Future<Optional<PersonId>> alsoWrites(PersonId id, String address);

  /**
   * A person.
   *
   * @param addresses the one that names him first
   * @param coordinators names of the department's IT coordinators, at most 5
   */
  record Person(
      PersonId id,
      String name,
      String department,
      List<String> addresses,
      List<String> coordinators) {
    public Person {
      addresses = List.copyOf(addresses);
      coordinators = List.copyOf(coordinators);
    }
  }
}
