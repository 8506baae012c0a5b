package svara.web.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a report says, whatever file it becomes.
 *
 * @param language of the words, {@code sv} or {@code en}
 * @param title what it is about
 * @param period in words
 * @param figures the columns of every row, in order
 * @param rows the days, departments, and last all
 */
public record PeriodReport(
    String language, String title, String period, List<Figure> figures, List<Row> rows) {
  public PeriodReport {
    figures = List.copyOf(figures);
    rows = List.copyOf(rows);
  }

  /** The row that sums up. */
  public Row all() {
    return rows.getLast();
  }

  /** The rows of one kind, in order. */
  public List<Row> rows(Row.Of of) {
    return rows.stream().filter(row -> row.of() == of).toList();
  }

  /**
   * One figure.
   *
   * @param name outsiders know it by
   * @param label in the report's language
   * @param definition in the report's language, or empty
   */
  public record Figure(String name, String label, String definition) {
    /** A share of one, which people read as per cent. */
    public boolean isShare() {
      return name.endsWith("Rate")
          || List.of("serviceLevel", "occupancy", "attemptSuccess", "firstContactResolution")
              .contains(name);
    }
  }

  /**
   * One row.
   *
   * @param label the day as 2026-03-10, the department's name, or the word for all
   * @param values a figure each; empty where it is unknown or not counted
   */
  public record Row(Of of, String label, List<OptionalDouble> values) {
    public Row {
      values = List.copyOf(values);
    }

    /** What a row is about. */
    public enum Of {
      DAY,
      DEPARTMENT,
      ALL
    }
  }
}
