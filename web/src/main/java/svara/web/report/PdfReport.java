package svara.web.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.openpdf.text.Document;
import org.openpdf.text.PageSize;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.PdfBoolean;
import org.openpdf.text.pdf.PdfContentByte;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfString;
import org.openpdf.text.pdf.PdfStructureElement;
import org.openpdf.text.pdf.PdfWriter;

/**
 * A tagged PDF: heading, period, the figures with their definitions as a table, then a table of
 * days. Each piece of text hangs in the structure tree, so that a screen reader reads it in order;
 * the library tags nothing by itself, therefore every line is placed here.
 */
public final class PdfReport {
  private static final float LEFT = 50;
  private static final float TOP = 790;
  private static final float BOTTOM = 60;
  private static final float LINE = 11;
  private static final float SMALL = 8;
  private static final float TEXT = 9.5f;
  private static final float[] OF_FIGURES = {LEFT, 220, 275};
  private static final float[] OF_DAYS = {LEFT, 120, 190, 260, 330, 400, 470};
  private static final List<String> OF_A_DAY =
      List.of("offered", "ANSWERED", "CALLBACK_PROMISED", "TURNED_AWAY", "ABANDONED", "answerRate");
  private static final int DEFINITION_MAX = 62;

  private final Document document = new Document(PageSize.A4);
  private final PdfContentByte page;
  private final BaseFont font;
  private final PdfStructureElement tree;
  private float y = TOP;

  private PdfReport(PeriodReport report, ByteArrayOutputStream bytes) throws IOException {
    PdfWriter writer = PdfWriter.getInstance(document, bytes);
    writer.setTagged();
    document.addTitle(report.title());
    document.addCreator("Svara");
    document.open();
    writer
        .getExtraCatalog()
        .put(PdfName.LANG, new PdfString(report.language(), PdfString.TEXT_UNICODE));
    writer.addViewerPreference(PdfName.DISPLAYDOCTITLE, PdfBoolean.PDFTRUE);
    // comes with the library; embedded, so that it reads the same everywhere
    this.font =
        BaseFont.createFont(
            "font-fallback/LiberationSans-Regular.ttf", BaseFont.IDENTITY_H, BaseFont.EMBEDDED);
    this.page = writer.getDirectContent();
    this.tree = new PdfStructureElement(writer.getStructureTreeRoot(), new PdfName("Document"));
  }

  public static byte[] of(PeriodReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new PdfReport(report, bytes).write(report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(PeriodReport report) {
    boolean swedish = report.language().equals("sv");
    line("H1", report.title(), 18, 24);
    line("P", report.period(), TEXT, 20);
    figures(report, swedish);
    y -= LINE;
    days(report, swedish);
    document.close();
  }

  private void figures(PeriodReport report, boolean swedish) {
    line("H2", swedish ? "Siffror" : "Figures", 13, 18);
    PdfStructureElement table = child(tree, "Table");
    row(
        table,
        "TH",
        OF_FIGURES,
        swedish ? List.of("Siffra", "Värde", "Betyder") : List.of("Figure", "Value", "Means"));
    List<OptionalDouble> all = report.all().values();
    for (int i = 0; i < report.figures().size(); i++) {
      PeriodReport.Figure figure = report.figures().get(i);
      row(
          table,
          "TD",
          OF_FIGURES,
          List.of(figure.label(), words(figure, all.get(i), swedish), figure.definition()));
    }
  }

  private void days(PeriodReport report, boolean swedish) {
    line("H2", swedish ? "Dag för dag" : "Day by day", 13, 18);
    PdfStructureElement table = child(tree, "Table");
    List<PeriodReport.Figure> shown =
        OF_A_DAY.stream()
            .map(name ->
                report.figures().stream()
                    .filter(f -> f.name().equals(name))
                    .findAny()
                    .orElseThrow())
            .toList();
    row(
        table,
        "TH",
        OF_DAYS,
        Stream.concat(
                Stream.of(swedish ? "Dag" : "Day"), shown.stream().map(PeriodReport.Figure::label))
            .toList());
    for (PeriodReport.Row day : report.rows(PeriodReport.Row.Of.DAY)) {
      row(
          table,
          "TD",
          OF_DAYS,
          Stream.concat(
                  Stream.of(day.label()),
                  shown.stream()
                      .map(figure ->
                          words(
                              figure, day.values().get(report.figures().indexOf(figure)), swedish)))
              .toList());
    }
  }

  private static String words(PeriodReport.Figure figure, OptionalDouble value, boolean swedish) {
    if (value.isEmpty()) {
      return "–";
    }
    double number = value.getAsDouble();
    Locale locale = swedish ? Locale.of("sv") : Locale.ENGLISH;
    if (figure.isShare()) {
      return String.format(locale, "%.1f %%", number * 100);
    }
    return number == Math.rint(number)
        ? Long.toString(Math.round(number))
        : String.format(locale, "%.1f", number);
  }

  private static PdfStructureElement child(PdfStructureElement parent, String role) {
    return new PdfStructureElement(parent, new PdfName(role));
  }

  private void line(String role, String text, float size, float height) {
    room(height);
    place(child(tree, role), text, size, LEFT);
    y -= height;
  }

  /** One row; a text that is too long for its column goes on below. */
  private void row(PdfStructureElement table, String role, float[] columns, List<String> texts) {
    List<List<String>> cells = texts.stream().map(PdfReport::folded).toList();
    int lines = cells.stream().mapToInt(List::size).max().orElse(1);
    room(lines * LINE + 2);
    PdfStructureElement row = child(table, "TR");
    for (int i = 0; i < cells.size(); i++) {
      PdfStructureElement cell = child(row, role);
      float top = y;
      for (String part : cells.get(i)) {
        place(cell, part, SMALL, columns[i]);
        y -= LINE;
      }
      y = top;
    }
    y -= lines * LINE + 2;
  }

  private static List<String> folded(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + word.length() >= DEFINITION_MAX) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private void room(float height) {
    if (y - height < BOTTOM) {
      document.newPage();
      y = TOP;
    }
  }

  private void place(PdfStructureElement element, String text, float size, float x) {
    page.beginMarkedContentSequence(element);
    page.beginText();
    page.setFontAndSize(font, size);
    page.showTextAligned(PdfContentByte.ALIGN_LEFT, text.isEmpty() ? " " : text, x, y, 0);
    page.endText();
    page.endMarkedContentSequence();
  }
}
