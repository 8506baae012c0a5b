package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import svara.config.settings.Settings;
import svara.config.settings.TechnicianSettings;

/** The settings file is changed while the engine runs. */
class SettingsFileTest {
  private static final String QUEUES = "queues: [{name: helpdesk}]\n";
  private static final String ANNA = "{name: Anna Berg, email: anna@example.se, dial: PJSIP/201}";
  private static final String BO = "{name: Bo Ek, email: bo@example.se, dial: PJSIP/202}";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SVARA_TELEPHONY_AMI_SECRET", "s3cret", "SVARA_HTTP_PORT", "8099");

  @TempDir private Path folder;
  private final List<Settings> taken = new ArrayList<>();
  private Path file;
  private SettingsFile followed;

  @BeforeEach
  void runs() throws IOException {
    file = folder.resolve("svara.yaml");
    write(QUEUES + "technicians: [" + ANNA + "]\n");
    followed = new SettingsFile(file, ENVIRONMENT, Settings.read(file, ENVIRONMENT), taken::add);
    look();
  }

  @Test
  void whatHasNotChangedIsNotTaken() throws IOException {
    look();
    write(QUEUES + "# a word\ntechnicians: [" + ANNA + "]\n");
    look();
    assertEquals(List.of(), taken);
  }

  @Test
  void addedAndRemovedTechniciansAreTakenWithTheSameEnvironment() throws IOException {
    write(QUEUES + "technicians: [" + ANNA + ", " + BO + "]\n");
    look();
    look();
    assertEquals(List.of(List.of("Anna Berg", "Bo Ek")), names());
    assertEquals(8099, taken.getFirst().http().port());
    write(QUEUES + "technicians: [" + BO + "]\n");
    look();
    assertEquals(List.of(List.of("Anna Berg", "Bo Ek"), List.of("Bo Ek")), names());
  }

  @Test
  void aFileThatIsStillBeingWrittenIsNotRead() throws IOException {
    write(QUEUES);
    followed.look();
    write(QUEUES + "technicians: [" + BO + "]\n");
    followed.look();
    assertEquals(List.of(), taken);
    followed.look();
    assertEquals(List.of(List.of("Bo Ek")), names());
  }

  @Test
  void refusedOrMissingSettingsLeaveTheOldOnesAndMendedOnesAreTaken() throws IOException {
    write(QUEUES + "technicians: [" + ANNA + ", {name: Bo Ek}]\n");
    look();
    Files.delete(file);
    look();
    assertEquals(List.of(), taken);
    write(QUEUES + "technicians: [" + ANNA + ", " + BO + "]\n");
    look();
    assertEquals(List.of(List.of("Anna Berg", "Bo Ek")), names());
  }

  @Test
  void otherKeysAreNamedAndNotTaken() throws IOException {
    Settings old = Settings.read(file, ENVIRONMENT);
    write("zone: Europe/Oslo\nqueues: [{name: other}]\ntechnicians: [" + BO + "]\n");
    assertEquals(
        List.of("zone", "queues"), SettingsFile.needRestart(old, Settings.read(file, ENVIRONMENT)));
    look();
    assertEquals(List.of(List.of("Bo Ek")), names());
    assertEquals(old.zone(), taken.getFirst().zone());
    assertEquals(old.queues(), taken.getFirst().queues());
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  /** A change is taken when the file has stood still for a look. */
  private void look() {
    followed.look();
    followed.look();
  }

  private List<List<String>> names() {
    return taken.stream()
        .map(s -> s.technicians().stream().map(TechnicianSettings::name).toList())
        .toList();
  }
}
