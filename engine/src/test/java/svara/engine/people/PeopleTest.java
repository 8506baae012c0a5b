package svara.engine.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import svara.engine.id.Language;
import svara.engine.people.PeopleDiff.Change;
import svara.engine.people.PeopleList.Problem;
import svara.engine.people.PeopleList.Row;

class PeopleTest {
  private static final NumberPlan PLAN = new NumberPlan(Map.of("4xx", "+46846500"), List.of("400"));

  private final List<Row> rows = new ArrayList<>();

  @Test
  void aRowBecomesAPerson() {
    row(
        "Anna.Andersson@Example.se",
        "Anna Andersson",
        "Skola",
        "412; 070-174 06 05",
        "en",
        "ja",
        "");
    assertEquals(
        new PeopleList(
            List.of(
                new PersonEntry(
                    "anna.andersson@example.se",
                    "Anna Andersson",
                    "Skola",
                    List.of("+46701740605", "+46846500412"),
                    Language.EN,
                    true,
                    false)),
            List.of()),
        read());
  }

  @Test
  void wrongRowsAreNamedByLineAndReason() {
    row("anna", "Anna", "", "", "", "", "");
    row("b@example.se", "", "", "", "", "", "");
    row("c@example.se", "C", "", "12", "", "", "");
    row("d@example.se", "D", "", "", "fi", "", "");
    row("e@example.se", "E", "", "", "", "maybe", "");
    row("f@example.se", "F", "", "413", "", "", "");
    row("F@example.se", "F", "", "", "", "", "");
    row("g@example.se", "G", "", "08-465 004 13", "", "", "");
    assertEquals(
        List.of(
            new Problem(2, "email is not an address: \"anna\""),
            new Problem(3, "name must be 1 to 120 characters"),
            new Problem(
                4,
                "numbers: \"12\" is neither a telephone number nor an extension of 3 to 5 digits"),
            new Problem(5, "language must be sv or en, or empty: \"fi\""),
            new Problem(6, "coordinator must be yes or no: \"maybe\""),
            new Problem(8, "f@example.se stands on line 7 already"),
            new Problem(
                9,
                "+46846500413 stands on line 7 already: a number that many share belongs in the setting numbers.shared")),
        read().problems());
    assertEquals(1, read().people().size());
  }

  @Test
  void aSharedNumberIsLeftOut() {
    row("a@example.se", "A", "", "400", "", "", "");
    row("b@example.se", "B", "", "08-465 004 00; 414", "", "", "");
    assertEquals(List.of(), read().problems());
    assertEquals(List.of("+46846500414"), read().people().get(1).numbers());
  }

  @Test
  void theHeaderIsCheckedByName() {
    assertEquals(
        Optional.empty(),
        PeopleList.headerProblem(
            List.of("left", "email", "name", "department", "numbers", "language", "coordinator")));
    assertEquals(
        Optional.of(
            "the header must be email,name,department,numbers,language,coordinator,left; missing: left; unknown: phone"),
        PeopleList.headerProblem(
            List.of("email", "name", "department", "numbers", "language", "coordinator", "phone")));
  }

  @Test
  void theSameListAgainChangesNothing() {
    row("a@example.se", "A", "Skola", "412", "sv", "", "");
    row("b@example.se", "B", "", "", "", "", "2026-01-31");
    List<PersonEntry> people = read().people();
    assertEquals(2, PeopleDiff.of(List.of(), people).changes().size());
    assertEquals(new PeopleDiff(List.of(), 2), PeopleDiff.of(people, people));
  }

  @Test
  void changesSayWhatIsDifferent() {
    PersonEntry before = person("a@example.se", "Skola", List.of("8214"), false);
    PersonEntry after = person("a@example.se", "Vård", List.of("8214", "8215"), false);
    assertEquals(
        List.of(new Change.Altered(before, after, List.of("department", "numbers"))),
        PeopleDiff.of(List.of(before), List.of(after)).changes());
    PersonEntry gone = person("a@example.se", "Skola", List.of("8214"), true);
    assertEquals(
        List.of(new Change.Left(gone)), PeopleDiff.of(List.of(before), List.of(gone)).changes());
  }

  @Test
  void aLineThatPassesToAnotherLeavesItsFormerHolder() {
    PersonEntry holder = person("a@example.se", "Skola", List.of("8214", "8220"), false);
    PersonEntry heir = person("b@example.se", "Skola", List.of("8214"), false);
    assertEquals(
        List.of(
            new Change.Added(heir),
            new Change.Altered(
                holder,
                person("a@example.se", "Skola", List.of("8220"), false),
                List.of("numbers"))),
        PeopleDiff.of(List.of(holder), List.of(heir)).changes());
  }

  @Test
  void aLineOfOneWhoLeftMayStandOnTheRowOfHisHeir() {
    row("a@example.se", "A", "", "8214", "", "", "yes");
    row("b@example.se", "B", "", "8214", "", "", "");
    assertTrue(read().problems().isEmpty());
  }

  private static PersonEntry person(
      String email, String department, List<String> numbers, boolean left) {
    return new PersonEntry(email, "Name", department, numbers, null, false, left);
  }

  private PeopleList read() {
    return PeopleList.read(PLAN, rows);
  }

  private void row(String... fields) {
    Map<String, String> byColumn = new HashMap<>();
    for (int i = 0; i < fields.length; i++) {
      byColumn.put(PeopleList.COLUMNS.get(i), fields[i]);
    }
    rows.add(new Row(rows.size() + 2, byColumn));
  }
}
