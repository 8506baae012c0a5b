package svara.config.doctor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import svara.config.settings.ClusterSettings;
import svara.config.settings.Settings;
import svara.config.settings.SettingsException;

/** Makes the checks one after the other. */
public final class Doctor {
  private static final String SETTINGS = "settings";

  private final Runtime.Version java;
  private final InstantSource clock;
  private final boolean running;

  /**
   * A doctor of this machine.
   *
   * @param running an engine answers at the address the settings name, so its ports are its own
   */
  public Doctor(Runtime.Version java, InstantSource clock, boolean running) {
    this.java = java;
    this.clock = clock;
    this.running = running;
  }

  /** Everything but the machine is unknown as long as the settings are refused. */
  public List<Finding> look(SettingsException refused) {
    List<Finding> findings = new ArrayList<>();
    findings.add(JdkCheck.look(java));
    refused
        .problems()
        .forEach(problem ->
            findings.add(
                Finding.wrong(
                    SETTINGS, problem.toString(), "set %s as told".formatted(problem.key()))));
    for (String check :
        List.of(DatabaseCheck.NAME, ExchangeCheck.NAME, PortsCheck.NAME, ClockCheck.NAME)) {
      findings.add(Finding.unknown(check, "the settings come first"));
    }
    return findings;
  }

  public List<Finding> look(Settings settings, DatabaseDoor door) {
    List<Finding> findings = new ArrayList<>();
    findings.add(JdkCheck.look(java));
    findings.add(Finding.well(SETTINGS, "every value is allowed"));
    DatabaseCheck.Looked database = database(door);
    Instant afterDatabase = clock.instant();
    ExchangeCheck.Looked exchange = ExchangeCheck.look(settings.telephony().ami());
    Instant afterExchange = clock.instant();
    findings.add(database.finding());
    findings.add(exchange.finding());
    findings.add(PortsCheck.look(ports(settings)));
    findings.add(
        ClockCheck.look(
            List.of(
                database
                    .look()
                    .map(look -> new ClockCheck.Reading("database", look.now(), afterDatabase)),
                exchange
                    .look()
                    .map(look -> new ClockCheck.Reading("exchange", look.now(), afterExchange)))));
    return findings;
  }

  private static DatabaseCheck.Looked database(DatabaseDoor door) {
    try (DatabaseDoor.Opened opened = door.open()) {
      return DatabaseCheck.look(opened.address());
    } catch (DatabaseDoor.ClosedException e) {
      return new DatabaseCheck.Looked(
          Finding.wrong(DatabaseCheck.NAME, String.valueOf(e.getMessage()), e.remedy()),
          Optional.empty());
    }
  }

  private List<PortsCheck.Wanted> ports(Settings settings) {
    List<PortsCheck.Wanted> ports = new ArrayList<>();
    ports.add(
        new PortsCheck.Wanted(
            "http.port", settings.http().bind(), settings.http().port(), running));
    ClusterSettings cluster = settings.cluster();
    if (cluster.enabled()) {
      ports.add(new PortsCheck.Wanted("cluster.port", cluster.bind(), cluster.port(), running));
    }
    return ports;
  }
}
