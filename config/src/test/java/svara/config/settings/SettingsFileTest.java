package svara.config.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file that documents every setting, and the records that read it, say the same. */
class SettingsFileTest {
  private static final Map<String, String> SECRET = Map.of("SVARA_TELEPHONY_AMI_SECRET", "s3cret");
  private static final String SMALLEST = "queues: [{name: helpdesk}]";

  private final String file = read();

  private static String read() {
    try {
      return Files.readString(Path.of("svara.yaml"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Key> keys() {
    Reading reading =
        new Reading(
            Map.of(
                "SVARA_TECHNICIANS_0_NAME",
                "Anna Berg",
                "SVARA_MAILBOXES_0_NAME",
                "helpdesk",
                "SVARA_RETENTION_PLAN_0_LINE",
                "Helpdesk",
                "SVARA_REPORTS_0_NAME",
                "week"));
    Settings.read(reading.root("test", SMALLEST));
    return reading.keys();
  }

  @Test
  void everyKeyIsDocumentedWithItsUnitLimitsAndDefaultAndNoOtherStandsThere() {
    assertEquals(List.of(), DocumentedKeys.differences(DocumentedKeys.of(file), keys()));
  }

  @Test
  void theComparisonSeesAPlantedFaultOnEitherSide() {
    for (String[] fault :
        new String[][] {
          {"calls; 0 to 10000; default 1", "calls; 0 to 100; default 1"},
          {"default 8080", "default 8081"},
          {"callbacksMax:", "callbackMax:"},
          {"#: port; 1 to 65535; default 5433", "#: ports; 1 to 65535; default 5433"},
          {"cluster:\n", "cluster:\n  #: word; any; default none\n  colour:\n"}
        }) {
      assertTrue(file.contains(fault[0]), fault[0]);
      Map<String, String> planted = DocumentedKeys.of(file.replace(fault[0], fault[1]));
      assertFalse(DocumentedKeys.differences(planted, keys()).isEmpty(), fault[1]);
    }
    List<Key> fewer = keys().subList(1, keys().size());
    assertEquals(1, DocumentedKeys.differences(DocumentedKeys.of(file), fewer).size());
  }

  @Test
  void theValuesInTheFileAreTheDefaults() {
    Settings shipped = Settings.read("svara.yaml", file, SECRET);
    Settings smallest = Settings.read("test", SMALLEST, SECRET);

    assertEquals(smallest.queues(), shipped.queues());
    assertEquals(smallest, withoutTechnicians(shipped));
  }

  @Test
  void aValueInTheFileThatIsNotTheDefaultIsSeen() {
    String planted = file.replace("resync: 30s", "resync: 31s");
    Settings shipped = Settings.read("svara.yaml", planted, SECRET);

    assertFalse(Settings.read("test", SMALLEST, SECRET).equals(withoutTechnicians(shipped)));
  }

  @Test
  void everyDefaultIsWithinItsOwnLimits() {
    // Section parses a default like a given value, so a default out of limits fails the reading
    Settings.read("test", SMALLEST, SECRET);
  }

  private static Settings withoutTechnicians(Settings s) {
    return new Settings(
        s.zone(),
        s.data(),
        s.http(),
        s.database(),
        s.telephony(),
        s.times(),
        s.queues(),
        List.of(),
        s.numbers(),
        s.directory(),
        s.tickets(),
        new RetentionSettings(List.of()),
        List.of(),
        s.mail(),
        List.of(),
        s.smtp(),
        s.cluster(),
        s.log());
  }
}
