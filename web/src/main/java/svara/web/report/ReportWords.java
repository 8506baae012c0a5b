package svara.web.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What figures are called and mean, from {@code report/LANGUAGE.txt}: a line each, {@code name =
 * label | definition}.
 */
public final class ReportWords {
  private final String language;
  private final Map<String, String> lines = new HashMap<>();

  /**
   * Reads the words.
   *
   * @param language {@code sv} or {@code en}
   */
  public ReportWords(String language) {
    this.language = language;
    String file = "/svara/web/report/" + language + ".txt";
    try (InputStream in = Objects.requireNonNull(ReportWords.class.getResourceAsStream(file));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .filter(line -> line.contains(" = "))
          .forEach(line -> {
            String[] parts = line.split(" = ", 2);
            lines.put(parts[0], parts[1]);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String language() {
    return language;
  }

  /** A single word or sentence. */
  public String word(String name) {
    return lines.getOrDefault(name, name);
  }

  public PeriodReport.Figure figure(String name) {
    String[] parts = word(name).split(" \\| ", 2);
    return new PeriodReport.Figure(name, parts[0], parts.length > 1 ? parts[1] : "");
  }
}
