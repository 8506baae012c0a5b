package svara.config;

import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import svara.engine.mail.SendingPlan;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.MailSending;
import svara.engine.mailbox.SmtpAccess;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.PostgresStores;

/** What sends the outbox, in a process of its own that can be killed. */
final class SendingProcess {
  private static final String PASSWORD = "SENDING_PASSWORD";

  private SendingProcess() {}

  static Process start(DatabaseAddress address, int smtpPort, File log) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(EngineInAJvm.flags());
    words.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    words.add(SendingProcess.class.getName());
    words.addAll(
        List.of(
            address.host(),
            String.valueOf(address.port()),
            address.database(),
            address.engine().user(),
            String.valueOf(smtpPort)));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log);
    builder.environment().put(PASSWORD, address.engine().password());
    return builder.start();
  }

  /** Sends until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    DatabaseAddress.Login engine = new DatabaseAddress.Login(args[3], System.getenv(PASSWORD));
    DatabaseAddress address =
        new DatabaseAddress(args[0], Integer.parseInt(args[1]), args[2], engine, engine);
    PostgresStores stores = PostgresStores.open(Vertx.vertx(), address, 4, ZoneOffset.UTC);
    new MailSending(
            new SmtpAccess(
                "127.0.0.1",
                Integer.parseInt(args[4]),
                ImapAccess.Security.PLAIN,
                "",
                "",
                "helpdesk@example.se",
                "Helpdesken"),
            new MailSending.Pace(Duration.ofMillis(20), Duration.ofMinutes(5)),
            new SendingPlan(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofDays(9_999)),
            stores.outbox(),
            Supplier::get,
            "node1",
            Instant::now,
            _ -> {})
        .start();
    // its threads are virtual ones, which keep no process alive
    new CountDownLatch(1).await();
  }
}
