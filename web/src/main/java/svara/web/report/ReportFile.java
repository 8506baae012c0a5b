package svara.web.report;

/**
 * A report as a file.
 *
 * @param name with the days it is about
 * @param bytes shared with nobody who changes them
 */
// a workbook of a year is a megabyte; a list of boxed bytes would be twenty
@SuppressWarnings("ArrayRecordComponent")
public record ReportFile(String name, String mediaType, byte[] bytes) {

  /**
   * Makes the file; takes a moment.
   *
   * @param format {@code csv}, {@code xlsx} or {@code pdf}
   */
  public static ReportFile of(String format, PeriodReport report) {
    String name = "svara-%s.%s".formatted(report.period().replace(" – ", "--"), format);
    return switch (format) {
      case "csv" -> new ReportFile(name, "text/csv", CsvReport.of(report));
      case "xlsx" ->
          new ReportFile(
              name,
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
              XlsxReport.of(report));
      case "pdf" -> new ReportFile(name, "application/pdf", PdfReport.of(report));
      default -> throw new IllegalArgumentException("no report is a " + format);
    };
  }
}
