package svara.web;

/** Writes the text format of Prometheus, version 0.0.4. */
final class MetricsText {
  private final StringBuilder text = new StringBuilder();
  private String name = "";

  void counter(String metric, String help) {
    begin(metric, help, "counter");
  }

  void gauge(String metric, String help) {
    begin(metric, help, "gauge");
  }

  private void begin(String metric, String help, String type) {
    name = metric;
    text.append("# HELP ").append(metric).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
  }

  /**
   * @param labels names and values by turns
   */
  void sample(long value, String... labels) {
    text.append(name);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      text.append(escaped(labels[i + 1])).append('"');
    }
    text.append(labels.length > 0 ? "} " : " ").append(value).append('\n');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
