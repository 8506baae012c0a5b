package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.AsteriskInstance.Queue;

/**
 * A second Asterisk with an address and a dialplan of its own stands for the organisation's PBX;
 * the trunk is what {@code make-trunk.sh} writes.
 */
@Tag("slow")
@Timeout(180)
class TrunkIT {
  private static final String PBX = "127.0.0.2";
  private static final String STRANGER = "127.0.0.3";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final AsteriskInstance desk =
      AsteriskInstance.make(List.of(Queue.oneAndOne("helpdesk", "100")), "OUTSIDE=pbx");
  private final AsteriskInstance pbx =
      AsteriskInstance.make(
          List.of(), "SYSTEM=pbx", "SIP_BIND=" + PBX, "PHONES=201", "PHONE_SECRET=pbx-secret");

  @AfterEach
  void stop() {
    desk.close();
    pbx.close();
  }

  @Test
  void byAddressCallsComeInWithTheCallersNumberAndGoOutWithTheShownOne() throws Exception {
    trunk(desk, "NAME=pbx", "HOST=" + PBX, "PORT=" + pbx.sip().getPort());
    trunk(pbx, "NAME=desk", "HOST=127.0.0.1", "PORT=" + desk.sip().getPort());
    Path there = pbx.folder().resolve("etc/local/pjsip-desk.conf");
    Files.writeString(
        there, Files.readString(there).replace("context = from-callers", "context = organisation"));
    start("PJSIP/100@desk");

    callsBothWays();
  }

  @Test
  void byRegistrationTheSame() throws Exception {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "pbx-secret\n");
    trunk(
        desk,
        "NAME=pbx",
        "HOST=" + PBX,
        "PORT=" + pbx.sip().getPort(),
        "USER=201",
        "NUMBER=100",
        "SECRET_FILE=" + secret);
    Path there = pbx.folder().resolve("etc/pjsip.conf");
    Files.writeString(
        there,
        Files.readString(there)
            .replace(
                "context = from-technicians", "context = organisation\ntrust_id_inbound = yes"));
    start("PJSIP/201");
    await(() -> desk.cli("pjsip show registrations").contains(" Registered"), "registered");

    callsBothWays();
  }

  @Test
  void aStrangersCallIsRefusedAndSeen() throws Exception {
    trunk(desk, "NAME=pbx", "HOST=" + PBX);
    desk.start();

    assertTrue(invited(STRANGER).startsWith("SIP/2.0 401"));

    await(() -> desk.log().contains("No matching endpoint found"), "the refusal is logged");
    assertEquals("", desk.cli("core show channels concise").strip());
  }

  @Test
  void whatDoesNotBelongIntoAConfigurationIsRefused() {
    assertFalse(made(desk, "NAME=pbx", "HOST=a b").isEmpty());
    assertFalse(made(desk, "NAME=svara-trunk", "HOST=" + PBX).isEmpty());
    assertTrue(made(desk, "NAME=pbx", "HOST=" + PBX, "SRTP=yes").contains("without TLS"));
    assertTrue(made(desk, "NAME=pbx", "HOST=" + PBX, "USER=201").contains("SECRET_FILE"));
  }

  private void callsBothWays() {
    pbx.cli("channel originate Local/call@organisation-test application Wait 60");
    await(
        () ->
            desk.cli("core show channels concise")
                .lines()
                .anyMatch(l -> l.startsWith("PJSIP/pbx-") && l.contains("!0701740605!")),
        "the caller with his number");

    desk.cli("channel originate Local/call@desk-test application Wait 60");
    await(
        () ->
            pbx.cli("core show channels concise")
                .lines()
                .anyMatch(
                    l -> l.contains("!organisation!0701740606!") && l.contains("!0846500400!")),
        "the shown number");
  }

  private void start(String helpdesk) throws IOException {
    append(
        pbx,
        """

        [organisation-test]
        exten => call,1,Set(CALLERID(num)=0701740605)
         same => n,Dial(%s,60)
        [organisation]
        exten => _X!,1,Answer(1)
         same => n,Wait(60)
        """
            .formatted(helpdesk));
    append(
        desk,
        """

        [desk-test]
        exten => call,1,Set(CALLERID(all)=0846500400)
         same => n,Dial(PJSIP/0701740606@pbx,60)
        """);
    pbx.start();
    desk.start();
    pbx.cli("module load res_clioriginate.so");
    desk.cli("module load res_clioriginate.so");
  }

  private static void append(AsteriskInstance asterisk, String text) throws IOException {
    Files.writeString(
        asterisk.folder().resolve("etc/extensions.conf"), text, StandardOpenOption.APPEND);
  }

  private static void trunk(AsteriskInstance asterisk, String... keys) {
    assertEquals("", made(asterisk, keys));
  }

  /** What make-trunk.sh complained; empty when it is made. */
  private static String made(AsteriskInstance asterisk, String... keys) {
    try {
      List<String> words =
          new ArrayList<>(
              List.of(
                  asterisk.sources().resolve("config/asterisk/make-trunk.sh").toString(),
                  asterisk.folder().resolve("etc").toString()));
      words.addAll(List.of(keys));
      Process made = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return made.waitFor() == 0 ? "" : said;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first line of what is answered to an INVITE from an address. */
  private String invited(String from) throws IOException {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(from), 0))) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      String invite =
          """
          INVITE sip:100@127.0.0.1:%1$d SIP/2.0
          Via: SIP/2.0/UDP %2$s:%3$d;branch=z9hG4bK-stranger
          From: <sip:0846500431@%2$s>;tag=1
          To: <sip:100@127.0.0.1>
          Call-ID: stranger@%2$s
          CSeq: 1 INVITE
          Contact: <sip:stranger@%2$s:%3$d>
          Max-Forwards: 70
          Content-Length: 0

          """
              .formatted(desk.sip().getPort(), from, socket.getLocalPort())
              .replace("\n", "\r\n");
      byte[] bytes = invite.getBytes(StandardCharsets.US_ASCII);
      socket.send(new DatagramPacket(bytes, bytes.length, desk.sip()));
      DatagramPacket answer = new DatagramPacket(new byte[4_000], 4_000);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
    }
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
