package svara.config.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.config.settings.Secret;
import svara.config.settings.TelephonySettings.AmiSettings;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.OrderId;
import svara.engine.port.Orders;
import svara.engine.port.TechnicianPhone;
import svara.telephony.ReportedFacts;
import svara.telephony.ReportedFacts.Fact;
import svara.telephony.asterisk.AsteriskAccess;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.AsteriskPhoneSystem;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipPhone;
import svara.telephony.asterisk.WatchedLoop;

/**
 * A real exchange that knows nothing of Svara becomes one that serves it, by what the doctor and
 * {@code config/asterisk/README.md} say and nothing else.
 */
@Tag("exchange")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ForeignExchangeIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SECRET = "s3cret";

  @TempDir private Path scratch;
  private final WatchedLoop loop = new WatchedLoop();
  private AsteriskInstance exchange;
  private Path etc;

  @BeforeEach
  void startForeignExchange() throws IOException {
    exchange = AsteriskInstance.make(List.of());
    etc = exchange.folder().resolve("etc");
    try (var files = Files.walk(etc.resolve("svara"))) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(
        etc.resolve("extensions.conf"),
        """
        [from-callers]
        exten => 0846500400,1,Goto(svara-queue,100,1)
        exten => 0846500401,1,Answer(1)
         same => n,Wait(60)
        [from-technicians]
        include => from-callers
        """);
    Files.writeString(
        etc.resolve("manager.conf"),
        """
        [general]
        enabled = yes
        port = %d
        bindaddr = 127.0.0.1
        """
            .formatted(exchange.amiPort()));
    Files.writeString(etc.resolve("queues.conf"), "[general]\n");
    Files.writeString(etc.resolve("musiconhold.conf"), "[general]\n");
    Files.delete(etc.resolve("stasis.conf"));
    exchange.start();
  }

  @AfterEach
  void stop() {
    try {
      loop.close();
    } finally {
      exchange.close();
    }
  }

  @Test
  void aForeignExchangeIsMadeReadyByWhatTheDoctorSaysAndThenTakesTheHelpdesksCalls()
      throws Exception {
    wrong("manager.conf");

    give();
    add(
        "manager.conf",
        "timestampevents = yes",
        channelvars(),
        "#include svara/manager-svara.conf");
    exchange.cli("manager reload");
    wrong("svara/extensions-svara.conf");

    add("extensions.conf", "#include svara/extensions-svara.conf");
    add("queues.conf", "persistentmembers = yes", "#include svara/queues-svara.conf");
    add("musiconhold.conf", "#include svara/musiconhold-svara.conf");
    exchange.cli("dialplan reload");
    exchange.cli("queue reload all");
    exchange.cli("moh reload");
    Finding finding = look();
    assertEquals(Finding.State.WELL, finding.state(), finding.toString());

    aCallerReachesATechnician();
    assertTrue(
        exchange.cli("dialplan show 0846500401@from-callers").contains("Wait(60)"),
        "what was there before is there still");
  }

  /** Writes what a foreign exchange includes, as the README says. */
  private void give() throws Exception {
    Path scripts = exchange.sources().resolve("config/asterisk");
    run(
        scripts.resolve("make-instance.sh").toString(),
        "-",
        scratch.resolve("part").toString(),
        "AMI_SECRET=" + SECRET,
        "SOUNDS=" + exchange.sounds());
    run("cp", "-r", scratch.resolve("part/etc/svara").toString(), etc.toString());
    run(
        scripts.resolve("make-queue.sh").toString(),
        etc.toString(),
        "NAME=helpdesk",
        "NUMBERS=100");
  }

  private String channelvars() throws IOException {
    return Files.readAllLines(exchange.sources().resolve("config/asterisk/etc/manager.conf"))
        .stream()
        .filter(line -> line.startsWith("channelvars"))
        .findFirst()
        .orElseThrow();
  }

  private void add(String file, String... lines) throws IOException {
    Files.write(etc.resolve(file), List.of(lines), StandardOpenOption.APPEND);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
  }

  private Finding look() {
    Duration second = Duration.ofSeconds(1);
    return ExchangeCheck.look(
            new AmiSettings(
                "127.0.0.1",
                exchange.amiPort(),
                "svara",
                new Secret(SECRET),
                second.multipliedBy(5),
                second,
                second,
                second))
        .finding();
  }

  private void wrong(String remedy) {
    Finding finding = look();
    assertEquals(Finding.State.WRONG, finding.state(), finding.toString());
    assertTrue(finding.remedy().contains(remedy), finding.toString());
  }

  private void aCallerReachesATechnician() {
    QueueId queue = new QueueId("helpdesk");
    TechnicianPhone anna = new TechnicianPhone(new TechnicianId("anna"), "PJSIP/201");
    ReportedFacts facts = new ReportedFacts();
    WatchedLoop.warm(AsteriskAccess.of("127.0.0.1", exchange.amiPort(), "svara", SECRET, "warm"));
    AsteriskPhoneSystem phones =
        new AsteriskPhoneSystem(
            loop.vertx(),
            AsteriskAccess.of("127.0.0.1", exchange.amiPort(), "svara", SECRET, "node"),
            InstantSource.system());
    try (SipPhone desk = new SipPhone("201", exchange.sip());
        SipPhone outside = new SipPhone("outside", exchange.sip())) {
      desk.onCall(SipDialog::answer);
      desk.register(AsteriskInstance.PHONE_SECRET, true);
      loop.context()
          .runOnContext(go ->
              phones
                  .open(facts)
                  .compose(opened -> phones.claim(queue, 1))
                  .compose(claimed -> phones.watch(List.of(anna)))
                  .compose(watched -> phones.beat(Set.of(queue)))
                  .onSuccess(beaten -> outside.call("0846500400", "0701740605", "Eva Berg")));
      until(() -> !facts.of(Fact.Offered.class).isEmpty(), "offered");
      var offer = facts.of(Fact.Offered.class).getFirst().call();
      assertEquals("100", offer.dialled());
      assertEquals("0701740605", offer.number());
      phones.connect(
          new Orders.Connect(
              new OrderId("connect"),
              offer.call(),
              queue,
              1,
              1,
              List.of(anna),
              Duration.ofSeconds(5),
              false));
      until(() -> facts.has(new Fact.Answered(offer.call(), anna.technician())), "answered");
      phones.close();
    }
  }

  private static void until(BooleanSupplier condition, String what) {
    Instant end = Instant.now().plus(SOON);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end), "not in time: " + what);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
