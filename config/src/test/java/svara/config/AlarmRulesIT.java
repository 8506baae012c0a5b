package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own checker reads the alarms, and plays hours in which each goes off. */
@Tag("setup")
class AlarmRulesIT {
  private static final Duration FETCH_MAX = Duration.ofMinutes(5);
  private static final Duration CHECK_MAX = Duration.ofMinutes(1);
  private static final Path RULES = Checkout.root().resolve("config/install/alarms.yml");
  private static final Path HOURS =
      Checkout.root().resolve("config/src/test/prometheus/alarms-test.yml");

  private static Path promtool;

  @TempDir Path folder;

  @BeforeAll
  static void fetch() {
    String script = Checkout.root().resolve("config/tools/get-promtool.sh").toString();
    Ran fetch = Ran.command(Checkout.root(), Map.of(), FETCH_MAX, script);
    assertEquals(0, fetch.exit(), fetch::err);
    promtool = Path.of(fetch.out().strip()).resolve("usr/bin/promtool");
  }

  @Test
  void prometheusTakesTheRules() throws IOException {
    String rules = Files.readString(RULES);
    Ran taken = played("check", rules);
    assertEquals(0, taken.exit(), () -> taken.out() + taken.err());

    assertNotEquals(0, played("check", rules.replace("svara_ready == 0", "svara_ready ==")).exit());
  }

  @Test
  void eachAlarmGoesOffInItsTimeAndNoneWithoutReason() throws IOException {
    String rules = Files.readString(RULES);
    Ran right = played("test", rules);
    assertEquals(0, right.exit(), () -> right.out() + right.err());

    for (String planted :
        new String[] {
          rules.replace("svara_ready == 0", "svara_ready == 1"),
          rules.replace("for: 15m", "for: 30m"),
          rules.replace("> 0.8", "> 0.7")
        }) {
      assertNotEquals(rules, planted);
      Ran wrong = played("test", planted);
      assertNotEquals(0, wrong.exit());
      assertTrue((wrong.out() + wrong.err()).contains("ALERTS"), wrong::err);
    }
  }

  @Test
  void noAlarmIsLeftOut() throws IOException {
    assertEquals(
        names(Files.readString(RULES), "- alert: (\\w+)"),
        names(Files.readString(HOURS), "alertname=\"(\\w+)\""));
  }

  private static TreeSet<String> names(String text, String form) {
    TreeSet<String> names = new TreeSet<>();
    Pattern.compile(form).matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  private Ran played(String what, String rules) throws IOException {
    Files.writeString(folder.resolve("alarms.yml"), rules);
    Files.writeString(folder.resolve("hours.yml"), Files.readString(HOURS));
    String file = what.equals("check") ? "alarms.yml" : "hours.yml";
    return Ran.command(folder, Map.of(), CHECK_MAX, promtool.toString(), what, "rules", file);
  }
}
