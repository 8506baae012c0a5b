package svara.engine.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import svara.engine.id.Language;
import svara.engine.people.DirectoryList.Conflict;

class DirectoryDiffTest {
  private static final NumberPlan PLAN = new NumberPlan(Map.of(), List.of("8000"));

  @Test
  void anEntryBecomesAPerson() {
    DirectoryList list =
        read(
            new DirectoryEntry(
                "id-1",
                "cn=anna,o=example",
                "Anna.Berg@Example.se",
                " Anna Berg ",
                "Skola",
                List.of("070-174 06 05", "8301", "8000"),
                List.of(
                    "SMTP:anna.berg@example.se",
                    "smtp:anna.lind@example.se",
                    "X400:c=SE;a= ;p=Example",
                    "sip:anna@example.se"),
                "CN=Bo,O=Example",
                false),
            entry("id-2", "cn=bo,o=example", "bo@example.se"));
    assertEquals(List.of(), list.conflicts());
    assertEquals(
        new DirectoryPerson(
            "id-1",
            "anna.berg@example.se",
            "Anna Berg",
            "Skola",
            List.of("+46701740605", "8301"),
            List.of("anna.lind@example.se"),
            "id-2",
            false),
        list.people().getFirst());
  }

  @Test
  void whatIsWrongIsListedAndTheRestIsTaken() {
    DirectoryList list =
        read(
            entry("", "cn=a", "a@example.se"),
            entry("id-b", "cn=b", "no address"),
            entry("id-c", "cn=c", "c@example.se", "call me"),
            entry("id-d", "cn=d", "d@example.se", "8310"),
            entry("id-e", "cn=e", "e@example.se", "8310", "8311"),
            entry("id-f", "cn=f", "twice@example.se"),
            entry("id-g", "cn=g", "twice@example.se"));
    assertEquals(
        List.of("c@example.se", "d@example.se", "e@example.se"),
        list.people().stream().map(DirectoryPerson::email).toList());
    assertEquals(
        List.of(List.of(), List.of(), List.of("8311")),
        list.people().stream().map(DirectoryPerson::numbers).toList());
    assertEquals(
        List.of(
            "a@example.se",
            "no address",
            "c@example.se",
            "twice@example.se",
            "twice@example.se",
            "d@example.se",
            "e@example.se"),
        list.conflicts().stream().map(Conflict::who).toList());
  }

  @Test
  void aRenamedPersonIsTheSameOne() {
    KnownPerson anna = known("id-1", "anna.lind@example.se");
    DirectoryDiff diff =
        DirectoryDiff.of(List.of(anna), read(entry("id-1", "cn=a", "anna.berg@example.se")));
    assertEquals(List.of("email"), diff.changes().getFirst().what());
    assertEquals(anna, diff.changes().getFirst().before());
    assertEquals(List.of(), diff.vanished());
  }

  @Test
  void whoIsKnownFromAListOrAnEarlierEntryIsTakenOver() {
    for (String before : new String[] {null, "an-entry-that-was-removed"}) {
      KnownPerson anna = known(before, "anna@example.se");
      DirectoryDiff diff =
          DirectoryDiff.of(List.of(anna), read(entry("id-1", "cn=a", "anna@example.se")));
      assertEquals(List.of("directory"), diff.changes().getFirst().what());
      assertEquals(List.of(), diff.vanished());
    }
  }

  @Test
  void anAddressThatIsStillAnothersWaits() {
    DirectoryDiff diff =
        DirectoryDiff.of(
            List.of(known("id-1", "info@example.se"), known(null, "cilla@example.se")),
            read(
                entry("id-1", "cn=a", "cilla@example.se"),
                entry("id-2", "cn=b", "info@example.se")));
    assertEquals(List.of(), diff.changes());
    assertEquals(
        List.of("cilla@example.se", "info@example.se"),
        diff.conflicts().stream().map(Conflict::who).toList());
    assertEquals(List.of(), diff.vanished());
  }

  @Test
  void whoIsNamedNoMoreHasLeftAndAFaultyEntryHasNot() {
    DirectoryDiff diff =
        DirectoryDiff.of(
            List.of(
                known("id-1", "anna@example.se"),
                known("id-2", "bo@example.se"),
                known(null, "cilla@example.se")),
            read(entry("id-2", "cn=b", "no address"), entry("id-4", "cn=d", "d@example.se")));
    assertEquals(
        List.of("anna@example.se"),
        diff.vanished().stream().map(person -> person.person().email()).toList());
    assertEquals(1, diff.leavers());
  }

  @Test
  void aClosedAccountHasLeftAndIsNotMadeAnew() {
    DirectoryEntry closed = closed("id-1", "anna@example.se");
    DirectoryDiff known = DirectoryDiff.of(List.of(known("id-1", "anna@example.se")), read(closed));
    assertTrue(known.changes().getFirst().leaves());
    assertEquals(List.of(), DirectoryDiff.of(List.of(), read(closed)).changes());
  }

  @Test
  void tooManyLeaversAreNoticed() {
    List<KnownPerson> thousand = people(1_000);
    assertFalse(leaving(thousand, 50).tooManyLeave(5));
    assertTrue(leaving(thousand, 51).tooManyLeave(5));
    List<KnownPerson> ten = people(10);
    assertFalse(leaving(ten, 5).tooManyLeave(5));
    assertTrue(leaving(ten, 6).tooManyLeave(5));
  }

  private static DirectoryDiff leaving(List<KnownPerson> known, int leavers) {
    List<DirectoryEntry> stay = new ArrayList<>();
    for (KnownPerson person : known.subList(leavers, known.size())) {
      stay.add(entry(person.directoryId(), "cn=x", person.person().email()));
    }
    return DirectoryDiff.of(known, read(stay.toArray(DirectoryEntry[]::new)));
  }

  private static List<KnownPerson> people(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> known("id-" + i, "person%d@example.se".formatted(i)))
        .toList();
  }

  private static DirectoryList read(DirectoryEntry... entries) {
    return DirectoryList.read(PLAN, List.of(entries));
  }

  private static DirectoryEntry entry(String id, String place, String email, String... numbers) {
    return new DirectoryEntry(
        id, place, email, "Name", "", List.of(numbers), List.of(), null, false);
  }

  private static DirectoryEntry closed(String id, String email) {
    return new DirectoryEntry(id, "cn=x", email, "Name", "", List.of(), List.of(), null, true);
  }

  private static KnownPerson known(@Nullable String id, String email) {
    return new KnownPerson(
        id,
        new PersonEntry(email, "Name", "", List.of(), Language.SV, false, false),
        List.of(),
        null);
  }
}
