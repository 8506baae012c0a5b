package svara.config.bench;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.ImapMailbox;
import svara.engine.port.MailIntake;

/** A real Dovecot of Debian's packages, with mail in it. */
final class BenchDovecot implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration FETCH_MAX = Duration.ofMinutes(5);
  private static final int CONNECT_MS = 1_000;

  private final Process process;
  private final int port;

  private BenchDovecot(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Nothing where it is not, or may not be, started; {@code dovecot.out} says why. */
  static Optional<BenchDovecot> start(Path folder, List<Buffer> mails) throws IOException {
    String servers = System.getenv("SVARA_MAIL_SERVERS");
    if (servers == null) {
      return Optional.empty();
    }
    Path arrived = Files.createDirectories(folder.resolve("mail/new"));
    for (int i = 0; i < mails.size(); i++) {
      Files.write(arrived.resolve("%06d.bench".formatted(i)), mails.get(i).getBytes());
    }
    int port = BenchPlaces.freeTcpPort();
    String home = Optional.ofNullable(System.getenv("SVARA_HOME")).orElse(".");
    Process process =
        new ProcessBuilder(
                "sh",
                Path.of(home, "config/tools/dovecot.sh").toString(),
                servers,
                folder.toString(),
                String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("dovecot.out").toFile())
            .start();
    BenchDovecot dovecot = new BenchDovecot(process, port);
    if (dovecot.answers()) {
      return Optional.of(dovecot);
    }
    dovecot.close();
    return Optional.empty();
  }

  private boolean answers() {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MS);
        return true;
      } catch (IOException e) {
        LockSupport.parkNanos(STEP.toNanos());
      }
    }
    return false;
  }

  /** Mails a second, from the order to read until the last is stored. */
  double fetch(MailIntake intake, int mails) {
    CountDownLatch stored = new CountDownLatch(mails);
    ImapAccess access =
        new ImapAccess(
            "bench",
            "127.0.0.1",
            port,
            ImapAccess.Security.PLAIN,
            "helpdesk@example.se",
            "hemligt",
            "INBOX",
            Duration.ofHours(1));
    long began = System.nanoTime();
    try (ImapMailbox mailbox =
        new ImapMailbox(
            access,
            (box, raw) -> intake.take(box, raw).onSuccess(_ -> stored.countDown()),
            Instant::now,
            ImapMailbox.Delay.usual())) {
      mailbox.start();
      if (!stored.await(FETCH_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new BenchFailure(stored.getCount() + " mails were not fetched");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return mails / ((System.nanoTime() - began) / 1e9);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
