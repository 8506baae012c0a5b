package svara.config;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import svara.engine.people.NumberPlan;
import svara.engine.people.PeopleList;
import svara.engine.people.PeopleList.Problem;
import svara.engine.people.PeopleList.Row;

/**
 * A CSV file of people (RFC 4180, UTF-8 with or without a byte order mark, commas or, as Swedish
 * spreadsheets write, semicolons).
 */
final class PeopleFile {
  private static final long SIZE_BYTES_MAX = 20_000_000;
  private static final int ROWS_MAX = 100_000;

  private PeopleFile() {}

  /**
   * The people in the file; what is wrong with it as a whole is a problem of its first line.
   *
   * @throws IOException when it cannot be read
   */
  static PeopleList read(Path file, NumberPlan plan) throws IOException {
    if (Files.size(file) > SIZE_BYTES_MAX) {
      return wrong(1, "the file is bigger than %d bytes".formatted(SIZE_BYTES_MAX));
    }
    char separator = separator(file);
    List<Row> rows = new ArrayList<>();
    long last = 0;
    try (Reader text = text(file);
        CsvReader<CsvRecord> csv =
            CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
      List<String> header = List.of();
      for (CsvRecord record : csv) {
        last = record.getStartingLineNumber();
        if (header.isEmpty()) {
          header = header(record);
          Optional<String> problem = PeopleList.headerProblem(header);
          if (problem.isPresent()) {
            return wrong(last, problem.get());
          }
        } else if (record.getFieldCount() != header.size()) {
          return wrong(
              last,
              "has %d fields where the header has %d"
                  .formatted(record.getFieldCount(), header.size()));
        } else {
          rows.add(new Row(last, fields(header, record)));
        }
        if (rows.size() > ROWS_MAX) {
          return wrong(last, "more than %d people".formatted(ROWS_MAX));
        }
      }
    } catch (CsvParseException e) {
      return wrong(last + 1, "is not CSV: " + e.getMessage());
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        return wrong(last + 1, "the file is not UTF-8: save it as \"CSV UTF-8\"");
      }
      throw e;
    }
    return rows.isEmpty() ? wrong(1, "nobody is in the file") : PeopleList.read(plan, rows);
  }

  private static Reader text(Path file) throws IOException {
    return new InputStreamReader(
        new BufferedInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8.newDecoder());
  }

  private static char separator(Path file) throws IOException {
    byte[] start;
    try (var in = Files.newInputStream(file)) {
      start = in.readNBytes(500);
    }
    String first = new String(start, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    return first.contains(";") && !first.contains(",") ? ';' : ',';
  }

  private static List<String> header(CsvRecord record) {
    List<String> header =
        new ArrayList<>(
            record.getFields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList());
    header.set(0, header.getFirst().replace("\ufeff", ""));
    return header;
  }

  private static Map<String, String> fields(List<String> header, CsvRecord record) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      fields.put(header.get(i), record.getField(i));
    }
    return fields;
  }

  private static PeopleList wrong(long line, String reason) {
    return new PeopleList(List.of(), List.of(new Problem(line, reason)));
  }
}
