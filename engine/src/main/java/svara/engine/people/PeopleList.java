package svara.engine.people;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.CallerNumber.Kind;
import svara.engine.id.Language;

/**
 * A list of people as a personnel system writes it: reads its rows and says what is wrong with
 * which.
 *
 * @param people the rows that are right
 * @param problems those that are not
 */
public record PeopleList(List<PersonEntry> people, List<Problem> problems) {
  public static final List<String> COLUMNS =
      List.of("email", "name", "department", "numbers", "language", "coordinator", "left");

  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s,;<>\"]{1,64}@[a-z0-9.-]{1,190}\\.[a-z]{2,}");
  private static final int NAME_MAX = 120;
  private static final int NUMBERS_MAX = 20;
  private static final Set<String> YES = Set.of("yes", "ja", "true", "1", "x");
  private static final Set<String> NO = Set.of("", "no", "nej", "false", "0");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  public PeopleList {
    people = List.copyOf(people);
    problems = List.copyOf(problems);
  }

  /** A row of the file: where it stands, and its fields by column. */
  public record Row(long line, Map<String, String> fields) {
    public Row {
      fields = Map.copyOf(fields);
    }
  }

  /** What is wrong with a row. */
  public record Problem(long line, String reason) {}

  /** What is wrong with the header; nothing when all columns are there, in any order. */
  public static Optional<String> headerProblem(List<String> header) {
    List<String> lacking = COLUMNS.stream().filter(name -> !header.contains(name)).toList();
    List<String> unknown = header.stream().filter(name -> !COLUMNS.contains(name)).toList();
    if (lacking.isEmpty() && unknown.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "the header must be %s%s%s"
            .formatted(
                String.join(",", COLUMNS),
                lacking.isEmpty() ? "" : "; missing: " + String.join(", ", lacking),
                unknown.isEmpty() ? "" : "; unknown: " + String.join(", ", unknown)));
  }

  /** Reads the rows; a person and a number may stand on one row only. */
  public static PeopleList read(NumberPlan plan, List<Row> rows) {
    List<PersonEntry> people = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Map<String, Long> emails = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    for (Row row : rows) {
      try {
        PersonEntry person = person(plan, row.fields());
        once(emails, person.email(), row.line());
        for (String number : person.left() ? List.<String>of() : person.numbers()) {
          once(numbers, number, row.line());
        }
        people.add(person);
      } catch (WrongRow e) {
        problems.add(new Problem(row.line(), e.reason));
      }
    }
    return new PeopleList(people, problems);
  }

  private static void once(Map<String, Long> seen, String what, long line) {
    Long earlier = seen.putIfAbsent(what, line);
    if (earlier != null) {
      throw new WrongRow(
          "%s stands on line %d already%s"
              .formatted(
                  what,
                  earlier,
                  what.contains("@")
                      ? ""
                      : ": a number that many share belongs in the setting numbers.shared"));
    }
  }

  private static PersonEntry person(NumberPlan plan, Map<String, String> fields) {
    String email = field(fields, "email").toLowerCase(Locale.ROOT);
    if (!EMAIL.matcher(email).matches()) {
      throw new WrongRow("email is not an address: " + quoted(email));
    }
    String name = field(fields, "name");
    if (name.isEmpty() || name.length() > NAME_MAX) {
      throw new WrongRow("name must be 1 to " + NAME_MAX + " characters");
    }
    String department = field(fields, "department");
    if (department.length() > NAME_MAX) {
      throw new WrongRow("department must be at most " + NAME_MAX + " characters");
    }
    return new PersonEntry(
        email,
        name,
        department,
        numbers(plan, field(fields, "numbers")),
        language(field(fields, "language")),
        yes("coordinator", field(fields, "coordinator")),
        left(field(fields, "left")));
  }

  /** Shared numbers are left out: they recognise nobody. */
  private static List<String> numbers(NumberPlan plan, String field) {
    List<String> written =
        Arrays.stream(field.split("[;|]", -1))
            .map(String::strip)
            .filter(n -> !n.isEmpty())
            .toList();
    if (written.size() > NUMBERS_MAX) {
      throw new WrongRow("numbers: at most " + NUMBERS_MAX);
    }
    List<String> keys = new ArrayList<>();
    for (String one : written) {
      CallerNumber number = plan.caller(one);
      if (number.kind() != Kind.PUBLIC && number.kind() != Kind.EXTENSION) {
        throw new WrongRow(
            "numbers: %s is neither a telephone number nor an extension of 3 to 5 digits"
                .formatted(quoted(one)));
      }
      if (!number.shared()) {
        keys.add(number.key());
      }
    }
    return keys;
  }

  private static @Nullable Language language(String field) {
    return switch (field.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "sv" -> Language.SV;
      case "en" -> Language.EN;
      default -> throw new WrongRow("language must be sv or en, or empty: " + quoted(field));
    };
  }

  private static boolean left(String field) {
    return DATE.matcher(field).matches() || yes("left", field);
  }

  private static boolean yes(String column, String field) {
    String word = field.toLowerCase(Locale.ROOT);
    if (!YES.contains(word) && !NO.contains(word)) {
      throw new WrongRow("%s must be yes or no: %s".formatted(column, quoted(field)));
    }
    return YES.contains(word);
  }

  private static String field(Map<String, String> fields, String column) {
    return fields.getOrDefault(column, "").strip();
  }

  private static String quoted(String field) {
    String part = field.length() > 60 ? field.substring(0, 60) + "…" : field;
    return "\"" + part.replaceAll("\\p{Cntrl}", "?") + "\"";
  }

  private static final class WrongRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    WrongRow(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }
}
