package svara.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpdf.text.pdf.PdfDictionary;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;
import svara.engine.id.QueueId;
import svara.engine.queue.Caller;
import svara.web.report.CsvReport;
import svara.web.report.PeriodReport;
import svara.web.report.ReportWords;
import svara.web.report.XlsxReport;

/** Every file is opened and read back, and held against the JSON of the same days. */
@Timeout(60)
class ReportApiTest {
  private static final Instant MORNING = Instant.parse("2026-03-10T08:00:00Z");
  private static final String DAYS = "?from=2026-03-09T23:00:00Z&to=2026-03-11T23:00:00Z";

  @TempDir Path folder;
  private ServerUnderTest server;
  private EngineInMemory engine;

  @BeforeEach
  void start() throws Exception {
    server = ServerUnderTest.start(folder, MORNING);
    engine = server.engine();
    QueueId helpdesk =
        engine.queue("helpdesk", "Helpdesk", "08-465 004 00", "tek1", "tek2", "tek3");
    Caller first = engine.offer(helpdesk, "A", "+46701740605");
    server.pass(Duration.ofSeconds(10));
    engine.answer(helpdesk, first, "tek1");
    Caller second = engine.offer(helpdesk, "B", "+46701740606");
    Caller third = engine.offer(helpdesk, "C", "+46701740607");
    server.pass(Duration.ofSeconds(75));
    engine.end(helpdesk, third);
    engine.end(helpdesk, second);
    engine.end(helpdesk, first);
    engine.release(helpdesk, first, "tek1");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void theCsvSaysWhatTheJsonSays() throws Exception {
    HttpResponse<byte[]> answer = file("csv", "sv");
    assertEquals("text/csv", answer.headers().firstValue("content-type").orElseThrow());
    assertEquals(
        "attachment; filename=\"svara-2026-03-10--2026-03-11.csv\"",
        answer.headers().firstValue("content-disposition").orElseThrow());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertEquals('\uFEFF', text.charAt(0));
    List<CsvRecord> lines = CsvReader.builder().ofCsvRecord(text.substring(1)).stream().toList();
    CsvRecord all = lines.getLast();
    assertEquals("all", all.getField(0));
    Map<String, Double> read = new HashMap<>();
    for (int i = 2; i < all.getFieldCount(); i++) {
      if (!all.getField(i).isEmpty()) {
        read.put(lines.getFirst().getField(i), Double.valueOf(all.getField(i)));
      }
    }
    assertEquals(List.of(), differences(read));
    assertEquals(List.of("2026-03-10", "2026-03-11"), names(lines, "day"));
  }

  @Test
  void theWorkbookSaysWhatTheJsonSays() throws Exception {
    Map<String, Double> read = new HashMap<>();
    try (ReadableWorkbook book =
        new ReadableWorkbook(new ByteArrayInputStream(file("xlsx", "sv").body()))) {
      List<Row> rows = book.getSheet(1).orElseThrow().read();
      Row names = rows.getFirst();
      for (Cell cell : rows.getLast()) {
        if (cell != null && cell.getType() == CellType.NUMBER) {
          read.put(names.getCell(cell.getColumnIndex()).asString(), cell.asNumber().doubleValue());
        }
      }
      Row offered =
          book.getFirstSheet().read().stream()
              .filter(row -> row.getRowNum() == 4)
              .findAny()
              .orElseThrow();
      assertEquals("Ringde", offered.getCell(0).asString());
      assertEquals(3, offered.getCell(1).asNumber().intValue());
      assertEquals("Alla samtal som nådde en linje", offered.getCell(2).asString());
    }
    assertEquals(List.of(), differences(read));
  }

  @Test
  void thePdfIsTaggedHasALanguageAndATitleAndSaysWhatTheJsonSays() throws Exception {
    byte[] bytes = file("pdf", "sv").body();
    Files.write(Path.of("target", "report.pdf"), bytes);
    try (PdfReader reader = new PdfReader(bytes)) {
      PdfDictionary catalog = reader.getCatalog();
      assertEquals("true", catalog.getAsDict(PdfName.MARKINFO).get(PdfName.MARKED).toString());
      assertNotNull(catalog.getAsDict(PdfName.STRUCTTREEROOT));
      assertEquals("sv", catalog.getAsString(PdfName.LANG).toUnicodeString());
      assertEquals("Siffror från telefon och ärenden", reader.getInfo().get("Title"));
      StringBuilder text = new StringBuilder();
      PdfTextExtractor extractor = new PdfTextExtractor(reader);
      for (int page = 1; page <= reader.getNumberOfPages(); page++) {
        text.append(extractor.getTextFromPage(page)).append(' ');
      }
      String words = text.toString().replaceAll("\\s+", " ");
      ReportWords swedish = new ReportWords("sv");
      for (String said : List.of("Ringde 3", "Besvarade 1", "Fick svar 33,3 %")) {
        assertTrue(words.contains(said), () -> said + " in " + words);
      }
      fromJson()
          .keySet()
          .forEach(name -> {
            String label = swedish.figure(name).label();
            assertTrue(words.contains(label), () -> label + " in " + words);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "xlsx", "pdf"})
  void everyFormCanBeInEnglish(String format) throws Exception {
    assertEquals(200, file(format, "en").statusCode());
  }

  @Test
  void aTimeOfMoreThanAYearIsRefused() {
    assertEquals(
        400,
        server
            .get(
                "/api/v1/statistics/report?from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&format=csv")
            .status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "=HYPERLINK(\"http://example.org\")"
      })
  void aDepartmentThatLooksLikeAFormulaIsNone(String name) throws Exception {
    PeriodReport report =
        new PeriodReport(
            "sv",
            name,
            name,
            List.of(new PeriodReport.Figure("offered", name, name)),
            List.of(
                new PeriodReport.Row(
                    PeriodReport.Row.Of.DEPARTMENT, name, List.of(OptionalDouble.of(7)))));
    String csv = new String(CsvReport.of(report), StandardCharsets.UTF_8).substring(1);
    List<CsvRecord> lines = CsvReader.builder().ofCsvRecord(csv).stream().toList();
    assertEquals("'" + name, lines.getLast().getField(1));
    assertEquals("7", lines.getLast().getField(2));
    try (ReadableWorkbook book =
        new ReadableWorkbook(new ByteArrayInputStream(XlsxReport.of(report)))) {
      Cell cell = book.getSheet(1).orElseThrow().read().getLast().getCell(1);
      assertEquals(CellType.STRING, cell.getType());
      assertEquals(name.strip(), cell.asString().strip());
    }
  }

  @Test
  void everyFigureHasWordsInBothLanguages() throws Exception {
    for (String language : List.of("sv", "en")) {
      ReportWords words = new ReportWords(language);
      String header =
          new String(file("csv", language).body(), StandardCharsets.UTF_8)
              .lines()
              .findFirst()
              .orElseThrow();
      for (String name : header.replace("\"", "").split(",")) {
        if (!List.of("\uFEFFof", "name").contains(name)) {
          assertNotEquals(name, words.figure(name).label());
          assertFalse(words.figure(name).definition().isEmpty(), name);
        }
      }
    }
  }

  @Test
  void theSameFileIsMadeOfTheSameData() throws Exception {
    assertArrayEquals(file("csv", "sv").body(), file("csv", "sv").body());
  }

  private static List<String> names(List<CsvRecord> lines, String of) {
    return lines.stream()
        .filter(line -> line.getField(0).equals(of))
        .map(line -> line.getField(1))
        .toList();
  }

  private HttpResponse<byte[]> file(String format, String language) throws Exception {
    URI address =
        server
            .address()
            .resolve(
                "/api/v1/statistics/report" + DAYS + "&format=" + format + "&language=" + language);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address)
              .header("Authorization", "Bearer " + server.token())
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  /** What a file says otherwise than the JSON, in words. */
  private List<String> differences(Map<String, Double> read) {
    Map<String, String> found = new TreeMap<>();
    fromJson()
        .forEach((name, value) -> {
          Double is = read.get(name);
          boolean same = value == null ? is == null : is != null && Math.abs(is - value) <= 0.000_1;
          if (!same) {
            found.put(name, name + " must be " + value + " and is " + is);
          }
        });
    assertTrue(read.size() > 20, read::toString);
    return List.copyOf(found.values());
  }

  private Map<String, Double> fromJson() {
    JsonObject calls = server.get("/api/v1/statistics" + DAYS).json();
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String name :
        List.of(
            "offered",
            "inProgress",
            "queued",
            "metFull",
            "outsideHours",
            "withoutEngine",
            "taken",
            "answerRate",
            "reachedRate",
            "turnedAwayRate",
            "abandonmentRate",
            "serviceLevel",
            "averageAnswerSeconds",
            "averageTalkSeconds",
            "averageHandlingSeconds",
            "averageWrapUpSeconds",
            "onDutySeconds",
            "occupancy")) {
      figures.put(name, calls.getDouble(name));
    }
    JsonObject outcomes = calls.getJsonObject("outcomes");
    outcomes.forEach(entry -> figures.put(entry.getKey(), outcomes.getDouble(entry.getKey())));
    figures.put("waitMedianSeconds", calls.getJsonObject("wait").getDouble("medianSeconds"));
    figures.put("waitP90Seconds", calls.getJsonObject("wait").getDouble("p90Seconds"));
    figures.put("promised", calls.getJsonObject("promises").getDouble("promised"));
    figures.put("promisesKeptRate", calls.getJsonObject("promises").getDouble("keptRate"));
    figures.put("attempts", calls.getJsonObject("attempts").getDouble("made"));
    JsonObject tickets = server.get("/api/v1/statistics/tickets" + DAYS).json();
    figures.put("ticketsOpened", tickets.getDouble("opened"));
    figures.put("ticketsClosed", tickets.getDouble("closed"));
    figures.put("firstContactResolution", tickets.getDouble("firstContactResolution"));
    return figures;
  }
}
