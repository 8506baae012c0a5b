package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.port.Health;

/**
 * The alarms for Prometheus: each asks for metrics that there are, stands in docs/alarms.md with
 * the same condition, and has an entry there that says what to do.
 */
class AlarmsTest {
  private static final Path RULES = Path.of("..", "config", "install", "alarms.yml");
  private static final Path DOC = Path.of("..", "docs", "alarms.md");
  private static final Pattern ALARM =
      Pattern.compile(
          "      - alert: (\\w+)\n        expr: (.+)\n        for: (\\w+)\n        labels:\n"
              + "          severity: (page|day)\n        annotations:\n"
              + "          summary: (.+)\n          runbook: docs/alarms\\.md#(\\w+)\n");
  private static final Pattern METRIC = Pattern.compile("\\b(svara_\\w+|up)\\b");

  private record Alarm(String name, String condition, String lasting, String runbook) {}

  @Test
  void everyAlarmAsksForWhatIsMeasuredAndSaysWhatToDo(@TempDir Path folder) throws Exception {
    Set<String> measured = measured(folder);
    assertTrue(measured.size() > 10, measured::toString);
    String rules = Files.readString(RULES);
    String doc = Files.readString(DOC);
    assertEquals(List.of(), wrong(rules, doc, measured));

    assertEquals(
        List.of("NotReady asks for svara_red", "the page says otherwise of NotReady"),
        wrong(rules.replace("svara_ready", "svara_red"), doc, measured));
    assertEquals(
        List.of("nothing says what to do about FilledUp"),
        wrong(rules, doc.replace("\n## FilledUp\n", "\n## Full\n"), measured));
    assertEquals(
        List.of("the page says otherwise of FilledUp"),
        wrong(rules, doc.replace("> 0.8", "> 0.9"), measured));
  }

  private static List<String> wrong(String rules, String doc, Set<String> measured) {
    List<String> wrong = new ArrayList<>();
    List<Alarm> alarms = alarms(rules);
    assertEquals(rules.split("- alert:", -1).length - 1, alarms.size(), "alarms of another form");
    for (Alarm alarm : alarms) {
      METRIC
          .matcher(alarm.condition())
          .results()
          .map(found -> found.group(1))
          .filter(metric -> !metric.equals("up") && !measured.contains(metric))
          .forEach(metric -> wrong.add(alarm.name() + " asks for " + metric));
      String row =
          "| [%s](#%s) | `%s` for %s |"
              .formatted(alarm.name(), alarm.runbook(), alarm.condition(), alarm.lasting());
      if (!doc.contains(row)) {
        wrong.add("the page says otherwise of " + alarm.name());
      }
      if (!alarm.runbook().equals(alarm.name().toLowerCase(Locale.ROOT))
          || !doc.contains("\n## " + alarm.name() + "\n")) {
        wrong.add("nothing says what to do about " + alarm.name());
      }
    }
    return wrong;
  }

  private static List<Alarm> alarms(String rules) {
    Matcher found = ALARM.matcher(rules);
    List<Alarm> alarms = new ArrayList<>();
    while (found.find()) {
      alarms.add(new Alarm(found.group(1), found.group(2), found.group(3), found.group(6)));
    }
    return alarms;
  }

  /** Names of all that /metrics tells. */
  private static Set<String> measured(Path folder) throws Exception {
    ServerUnderTest server = ServerUnderTest.start(folder, Instant.parse("2026-03-10T08:00:00Z"));
    try {
      server.engine().queue("helpdesk", "Helpdesk", "100", "tek1");
      server
          .engine()
          .health(
              new Health.Report(
                  true, List.of(new Health.Part("mail", Health.State.WORKS, Instant.EPOCH))));
      return server
          .get("/metrics")
          .text()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .collect(Collectors.toCollection(TreeSet::new));
    } finally {
      server.close();
    }
  }
}
