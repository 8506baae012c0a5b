package svara.config;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import svara.config.settings.EmbeddedDatabaseSettings;
import svara.config.settings.Settings;
import svara.engine.port.StoreException;
import svara.engine.port.Verification.Report;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.PostgresStores;

/** {@code svara verify}: whether what is kept is what the journal says happened. */
@Command(
    name = "verify",
    description = "Makes queues and calls anew from the journal and compares; 1 when they differ.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    DatabaseAddress external = settings.database().address().orElse(null);
    Report report = external != null ? verify(settings, external) : embedded(settings);
    print(report);
    return report.well() ? ExitCode.DONE : ExitCode.FOUND_WRONG;
  }

  private static Report embedded(Settings settings) {
    EmbeddedDatabaseSettings there = settings.database().embedded();
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(there.folder(), there.port(), there.user())) {
      return verify(settings, server.address());
    }
  }

  private static Report verify(Settings settings, DatabaseAddress address) {
    Vertx vertx = Vertx.vertx();
    try {
      PostgresStores stores = PostgresStores.open(vertx, address, CONNECTIONS, settings.zone());
      return stores.verification().verify().await();
    } catch (StoreException e) {
      throw new MissingException(
          "the database %s cannot be read (%s): ./svara doctor tells more"
              .formatted(address, e.getMessage()));
    } finally {
      vertx.close().await();
    }
  }

  void print(Report report) {
    if (json) {
      JsonObject object = new JsonObject();
      object.put("calls", report.calls());
      object.put("tickets", report.tickets());
      object.put("callsWithoutTicket", report.callsWithoutTicket());
      object.put("outcomesOff", report.outcomesOff());
      object.put("rebuiltOff", report.rebuiltOff());
      object.put("findings", new JsonArray(report.findings()));
      terminal.out().println(object.encode());
      return;
    }
    report.findings().forEach(finding -> terminal.err().println("verify: differs: " + finding));
    terminal.out().println(report.line());
  }
}
