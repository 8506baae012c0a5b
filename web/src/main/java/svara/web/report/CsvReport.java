package svara.web.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * RFC 4180 in UTF-8 with a byte order mark, which spreadsheets want. Every text is quoted, and one
 * that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).
 */
public final class CsvReport {
  private static final String FORMULA = "=+-@\t\r\n";

  private CsvReport() {}

  public static byte[] of(PeriodReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "of,name,"
            + report.figures().stream()
                .map(figure -> text(figure.name()))
                .collect(Collectors.joining(",")));
    for (PeriodReport.Row row : report.rows()) {
      lines.add(
          row.of().name().toLowerCase(Locale.ROOT)
              + ","
              + text(row.label())
              + ","
              + row.values().stream().map(CsvReport::number).collect(Collectors.joining(",")));
    }
    return ("\uFEFF" + String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  static String text(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
  }

  private static String number(OptionalDouble value) {
    if (value.isEmpty()) {
      return "";
    }
    double number = value.getAsDouble();
    return number == Math.rint(number)
        ? Long.toString(Math.round(number))
        : Double.toString(Math.round(number * 10_000) / 10_000.0);
  }
}
