package svara.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a database holds, short enough to be written beside a copy of it and held against that.
 *
 * @param tables by name
 * @param sequences last value by name; 0 where none was drawn
 * @param schema version of the newest migration that ran
 */
public record DatabaseContents(Map<String, Table> tables, Map<String, Long> sequences, int schema) {

  /**
   * One table.
   *
   * @param rows how many
   * @param digest of all its rows, whatever their order
   */
  public record Table(long rows, String digest) {}

  public DatabaseContents {
    tables = Map.copyOf(tables);
    sequences = Map.copyOf(sequences);
  }

  /** Rows of all tables together. */
  public long rows() {
    return tables.values().stream().mapToLong(Table::rows).sum();
  }

  /**
   * Where a copy differs from this, one line each; empty when it is the same.
   *
   * @param copy what was made of this
   * @param sequencesMost their values when the copying had ended: numbers are drawn meanwhile, and
   *     a copy may hold any value between
   */
  public List<String> differences(DatabaseContents copy, Map<String, Long> sequencesMost) {
    List<String> lines = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(tables.keySet());
    names.addAll(copy.tables.keySet());
    Table none = new Table(-1, "none");
    for (String name : names) {
      Table was = tables.getOrDefault(name, none);
      Table is = copy.tables.getOrDefault(name, none);
      if (!was.equals(is)) {
        lines.add(
            was.rows == is.rows
                ? "table %s: its %d rows are not the same".formatted(name, was.rows)
                : "table %s: %s, was %s".formatted(name, said(is), said(was)));
      }
    }
    for (Map.Entry<String, Long> least : new TreeMap<>(sequences).entrySet()) {
      long is = copy.sequences.getOrDefault(least.getKey(), -1L);
      long most = sequencesMost.getOrDefault(least.getKey(), least.getValue());
      if (is < least.getValue() || is > most) {
        lines.add("sequence %s: %d, was %d".formatted(least.getKey(), is, least.getValue()));
      }
    }
    return lines;
  }

  private static String said(Table table) {
    return table.rows < 0 ? "not there" : table.rows + " rows";
  }
}
