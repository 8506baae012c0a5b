package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.people.PeopleDiff;
import svara.engine.people.PersonEntry;
import svara.engine.port.PeopleStore;

@Tag("storage")
@Timeout(30)
class PeopleStoreIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private final PeopleStore people = DATABASE.stores().people();

  @Test
  void aListIsKeptAndMayBeRepeated() {
    PersonEntry anna = person("anna@example.se", "Skola", List.of("8301", "8302"), false);
    PersonEntry bo = person("bo@example.se", "", List.of(), false);
    take(List.of(anna, bo));
    assertEquals(List.of(anna, bo), known("anna@example.se", "bo@example.se"));
    assertEquals(new PeopleDiff(List.of(), 2), take(List.of(anna, bo)));

    PersonEntry moved = person("anna@example.se", "Vård", List.of("8302"), false);
    take(List.of(moved));
    assertEquals(List.of(moved, bo), known("anna@example.se", "bo@example.se"));
  }

  @Test
  void aNumberRecognisesItsPersonUntilHeLeaves() {
    PersonEntry cilla = person("cilla@example.se", "Skola", List.of("8310"), false);
    take(List.of(cilla));
    assertEquals(Language.EN, language("8310"));
    take(List.of(person("cilla@example.se", "Skola", List.of("8310"), true)));
    assertEquals(null, language("8310"));
    take(List.of(cilla));
    assertEquals(Language.EN, language("8310"));
  }

  @Test
  void aLinePassesToAnHeir() {
    take(List.of(person("dan@example.se", "", List.of("8320"), false)));
    take(
        List.of(
            person("dan@example.se", "", List.of("8320"), true),
            person("eva@example.se", "", List.of("8320"), false)));
    assertEquals(List.of("8320"), known("eva@example.se").getFirst().numbers());
    assertEquals(List.of(), known("dan@example.se").getFirst().numbers());
  }

  private PeopleDiff take(List<PersonEntry> listed) {
    PeopleDiff diff = PeopleDiff.of(people.all().await(), listed);
    people.apply(diff.changes()).await();
    return diff;
  }

  private List<PersonEntry> known(String... emails) {
    return people.all().await().stream()
        .filter(person -> List.of(emails).contains(person.email()))
        .sorted(Comparator.comparing(PersonEntry::email))
        .toList();
  }

  private static Language language(String extension) {
    return DATABASE
        .stores()
        .queues()
        .callerFacts(
            new CallerNumber(extension, null, CallerNumber.Kind.EXTENSION, false),
            Instant.parse("2026-03-04T08:00:00Z"),
            Duration.ofMinutes(30))
        .await()
        .language();
  }

  private static PersonEntry person(
      String email, String department, List<String> numbers, boolean left) {
    return new PersonEntry(email, "Name", department, numbers, Language.EN, false, left);
  }
}
