package svara.config.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import svara.config.settings.Settings;
import svara.config.settings.SettingsException;

/** Settings that are refused, and the same ones after what the remedy says. */
class SettingsFindingTest {
  private static final DatabaseDoor NO_DATABASE =
      () -> {
        throw new DatabaseDoor.ClosedException("there is none here", "start one");
      };

  private final Doctor doctor = new Doctor(Runtime.version(), InstantSource.system(), false);

  private static Settings read(String http, int manager) {
    return Settings.read(
        "svara.yaml",
        """
        %s
        telephony: {ami: {port: %d, secret: s3cret}}
        queues: [{name: helpdesk}]
        """
            .formatted(http, manager),
        Map.of());
  }

  private static List<Finding> settings(List<Finding> findings) {
    return findings.stream().filter(finding -> finding.check().equals("settings")).toList();
  }

  @Test
  void aWrongKeyAndAWrongValueAreBothNamedAndWellOnceTheyAreSetAsTold() throws IOException {
    int nobody = freePort();
    SettingsException refused =
        assertThrows(SettingsException.class, () -> read("http: {port: 70000, prot: 1}", nobody));
    List<Finding> all = doctor.look(refused);
    List<Finding> red = settings(all);
    assertEquals(2, red.size(), red::toString);
    assertTrue(red.stream().allMatch(finding -> finding.state() == Finding.State.WRONG));
    assertEquals(
        List.of("set http.port as told", "set http.prot as told"),
        red.stream().map(Finding::remedy).sorted().toList());
    assertTrue(red.stream().anyMatch(finding -> finding.says().contains("70000")), red::toString);
    assertTrue(
        all.stream()
            .filter(finding -> !List.of("jdk", "settings").contains(finding.check()))
            .allMatch(finding -> finding.state() == Finding.State.UNKNOWN),
        all::toString);

    List<Finding> green = settings(doctor.look(read("http: {port: 0}", nobody), NO_DATABASE));
    assertEquals(List.of(Finding.well("settings", "every value is allowed")), green);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
