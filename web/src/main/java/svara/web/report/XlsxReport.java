package svara.web.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A workbook of two sheets: the figures with their definitions, and every row. Texts are stored as
 * texts and can never be formulas.
 */
public final class XlsxReport {
  private XlsxReport() {}

  public static byte[] of(PeriodReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean swedish = report.language().equals("sv");
    try (Workbook book = new Workbook(bytes, "Svara", null)) {
      Worksheet figures = book.newWorksheet(swedish ? "Siffror" : "Figures");
      figures.value(0, 0, report.title());
      figures.style(0, 0).bold().fontSize(14).set();
      figures.value(1, 0, report.period());
      List<OptionalDouble> all = report.all().values();
      for (int i = 0; i < report.figures().size(); i++) {
        PeriodReport.Figure figure = report.figures().get(i);
        figures.value(i + 3, 0, figure.label());
        put(figures, i + 3, 1, figure, all.get(i));
        figures.value(i + 3, 2, figure.definition());
      }
      figures.width(0, 42);
      figures.width(2, 90);
      rows(book.newWorksheet(swedish ? "Rader" : "Rows"), report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void rows(Worksheet sheet, PeriodReport report) {
    sheet.freezePane(2, 1);
    sheet.value(0, 0, "of");
    sheet.value(0, 1, "name");
    for (int column = 0; column < report.figures().size(); column++) {
      sheet.value(0, column + 2, report.figures().get(column).name());
    }
    sheet.range(0, 0, 0, report.figures().size() + 1).style().bold().set();
    for (int line = 0; line < report.rows().size(); line++) {
      PeriodReport.Row row = report.rows().get(line);
      sheet.value(line + 1, 0, row.of().name().toLowerCase(Locale.ROOT));
      sheet.value(line + 1, 1, row.label());
      for (int column = 0; column < row.values().size(); column++) {
        put(sheet, line + 1, column + 2, report.figures().get(column), row.values().get(column));
      }
    }
  }

  private static void put(
      Worksheet sheet, int row, int column, PeriodReport.Figure figure, OptionalDouble value) {
    if (value.isPresent()) {
      sheet.value(row, column, value.getAsDouble());
      if (figure.isShare()) {
        sheet.style(row, column).format("0.0%").set();
      }
    }
  }
}
