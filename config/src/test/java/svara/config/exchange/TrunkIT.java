package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.engine.queue.QueuePolicy;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/**
 * The helpdesk behind the organisation's PBX, which is a second Asterisk; the trunk is what {@code
 * make-trunk.sh} writes, and the engine takes the calls.
 */
@Tag("exchange")
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TrunkIT {
  private static final String NUMBER = "100";

  /** Ours as the PBX sees it, where NAT lies between. */
  private static final String OUTSIDE = "127.0.0.9";

  private static final String STRANGER = "127.0.0.3";
  private static final String PROMISED = "+46701740611";
  private static final Duration LONG = Duration.ofSeconds(90);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final AtomicInteger USED = new AtomicInteger();

  @TempDir Path folder;

  private final String name = "trunk" + USED.incrementAndGet();
  private final Books books = new Books(DATABASE);
  private final Pbx pbx = new Pbx();
  private final AsteriskInstance desk =
      AsteriskInstance.make(
          List.of(AsteriskInstance.Queue.oneAndOne(name, NUMBER)),
          "SIP_BIND=0.0.0.0",
          "OUTSIDE=pbx",
          "TRANSFER=to-the-pbx");
  private Helpdesk helpdesk;
  private SipPhone technician;

  @AfterEach
  void stop() {
    try {
      if (helpdesk != null) {
        helpdesk.close();
      }
    } finally {
      pbx.close();
      desk.close();
    }
  }

  @Test
  void byAddressCallsComeInPromisesGoOutTransfersGoBackAndAStrangerIsCounted() {
    byAddress();
    pbx.start();
    open(QuickPromises::kept);
    theOrganisationIsServed("secure 00");

    assertEquals(0, helpdesk.strangers().refused());
    assertTrue(Pbx.invited(desk.sip(), STRANGER).startsWith("SIP/2.0 401"));
    until(() -> helpdesk.strangers().refused() == 1, "the stranger is counted");
    assertEquals(STRANGER, helpdesk.strangers().lastFrom());
    assertEquals(3, books.rows(name).size(), "and is no call");
  }

  @Test
  @Tag("slow")
  void byRegistrationTheSameAlsoWhenThePbxComesLater() throws Exception {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, Pbx.SECRET + "\n");
    Pbx.trunk(
        desk,
        "NAME=pbx",
        "HOST=" + Pbx.ADDRESS,
        "PORT=" + pbx.port(),
        "USER=201",
        "NUMBER=" + NUMBER,
        "SECRET_FILE=" + secret);
    Pbx.context(
        pbx.etc().resolve("pjsip.conf"),
        "from-technicians",
        "organisation\ntrust_id_inbound = yes");
    pbx.dials("PJSIP/201");
    open(QuickPromises::kept);
    assertFalse(registered(), "there is nobody to register with");
    pbx.start();
    until(this::registered, LONG, "registered");

    theOrganisationIsServed("secure 00");
  }

  @Test
  @Tag("slow")
  void encryptedTheSameAndSoundGoesThrough() throws Exception {
    Certificates.make(folder, Pbx.ADDRESS, "127.0.0.1");
    int here = freePort();
    int there = freePort();
    encrypted(desk, "pbx", Pbx.ADDRESS, there, "127.0.0.1:" + here);
    encrypted(pbx.asterisk(), "desk", "127.0.0.1", here, Pbx.ADDRESS + ":" + there);
    fromHere();
    pbx.start();
    open(QuickPromises::kept);

    theOrganisationIsServed("secure 11");
  }

  @Test
  @Tag("slow")
  void behindNatTheSameAndThePbxIsToldTheOutsideAddress() {
    Pbx.trunk(
        desk,
        "NAME=pbx",
        "HOST=" + Pbx.ADDRESS,
        "PORT=" + pbx.port(),
        "PUBLIC=" + OUTSIDE,
        "LOCAL=127.0.0.1");
    Pbx.trunk(
        pbx.asterisk(),
        "NAME=desk",
        "HOST=" + OUTSIDE,
        "PORT=" + desk.sip().getPort(),
        "ALLOW=127.0.0.1," + OUTSIDE);
    fromHere();
    pbx.start();
    open(QuickPromises::kept);

    theOrganisationIsServed("secure 00 sound to " + OUTSIDE + ":");
  }

  @Test
  @Tag("slow")
  void aPromiseThatMetALostTrunkIsKeptWhenItIsBackAndCallsComeInAgain() {
    byAddress();
    pbx.start();
    open(QuickPromises::keptPatiently);
    SipDialog talks = helpdesk.call(NUMBER, "0701740605");
    until(() -> books.talks(name).size() == 1, "one talks");
    SipDialog waits = helpdesk.call(NUMBER, "0701740606");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");
    SipDialog promised = helpdesk.call(NUMBER, "0701740611");
    until(() -> promised.state() == State.ANSWERED, "the third is told");
    promised.press('1');
    until(() -> helpdesk.state(name).callbacks().size() == 1, "and promised");

    pbx.kill();
    until(() -> desk.cli("pjsip show contacts").contains("Unavail"), LONG, "the trunk is lost");
    talks.hangUp();
    waits.hangUp();
    until(() -> books.promise(name, PROMISED).attempts() > 0, LONG, "tried in vain");

    pbx.start();
    until(() -> books.promise(name, PROMISED).state().equals("kept"), LONG, "kept when it is back");
    pbx.calls("0701740607", "");
    until(() -> books.rows(name).size() == 4, LONG, "calls come in again");
    until(() -> helpdesk.state(name).talking() == 1, "and are taken");
    pbx.hangUpAll();
  }

  @Test
  void techniciansAtMobilesPressOneAndAVoicemailIsGivenNobody() {
    byAddress();
    pbx.start();
    opened();
    helpdesk =
        new Helpdesk(
            desk,
            DATABASE,
            Helpdesk.queueOf(
                name,
                NUMBER,
                Language.SV,
                QuickPromises::kept,
                List.of(
                    Helpdesk.technician("voicemail", mobile(Pbx.VOICEMAIL), true),
                    Helpdesk.technician("anna", mobile("0701740699"), true),
                    Helpdesk.technician("bo", "PJSIP/412@pbx", false))));
    helpdesk.ready(name, 3);

    List<SipDialog> callers = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      SipDialog caller = helpdesk.call(NUMBER, "070174060" + i);
      callers.add(caller);
      int talks = i;
      until(() -> books.talks(name).size() == talks, LONG, "somebody takes call " + talks);
      until(() -> Tone.arrival(caller.media().heard(), 0, 620).isPresent(), "and is heard");
      if (i == 1) {
        aCallIsPromised();
      }
      caller.hangUp();
    }
    until(() -> books.promise(name, PROMISED).state().equals("kept"), LONG, "the promise is kept");

    String rung = pbx.asterisk().log();
    assertTrue(rung.contains("voicemail of " + Pbx.VOICEMAIL), "the voicemail has answered");
    assertTrue(rung.contains("dialled 0701740699 shown"), "anna was rung");
    assertTrue(rung.contains("dialled 412 shown"), "bo was rung");
    for (SipDialog caller : callers) {
      assertTrue(
          Tone.arrival(caller.media().heard(), 0, 850).isEmpty(), "nobody talks to a voicemail");
    }
  }

  private static String mobile(String number) {
    return "PJSIP/" + number + "@pbx";
  }

  private void aCallIsPromised() {
    SipDialog waits = helpdesk.call(NUMBER, "0701740606");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");
    SipDialog promised = helpdesk.call(NUMBER, "0701740611");
    until(() -> promised.state() == State.ANSWERED, "the third is told");
    promised.press('1');
    until(() -> helpdesk.state(name).callbacks().size() == 1, "and promised");
    waits.hangUp();
  }

  @Test
  void whatDoesNotBelongIntoAConfigurationIsRefused() {
    refused("NAME=pbx", "HOST=a b");
    refused("NAME=svara-trunk", "HOST=" + Pbx.ADDRESS);
    assertTrue(refused("NAME=pbx", "HOST=" + Pbx.ADDRESS, "SRTP=yes").contains("without TLS"));
    assertTrue(refused("NAME=pbx", "HOST=" + Pbx.ADDRESS, "USER=201").contains("SECRET_FILE"));
  }

  private String refused(String... keys) {
    return String.valueOf(
        assertThrows(AssertionError.class, () -> Pbx.trunk(desk, keys)).getMessage());
  }

  /** One talks, one waits, the third is promised a call; sent on, served, called back. */
  private void theOrganisationIsServed(String secure) {
    pbx.calls("0701740605", "");
    until(() -> books.talks(name).size() == 1, LONG, "a call of the PBX is answered");
    assertEquals("+46701740605", books.rows(name).getFirst().number());
    SipDialog atDesk = technician.calls().getLast();
    pbx.calls("0701740606", "");
    until(() -> helpdesk.state(name).waiting().size() == 1, "the next waits");
    pbx.calls("0701740611", "wwwww1");
    until(() -> helpdesk.state(name).callbacks().size() == 1, "the third is promised a call");

    atDesk.transfer("4000");
    until(() -> pbx.talksWith("4000"), "the first is sent on into the PBX");
    until(() -> atDesk.state() == State.OVER, "and the technician is out of it");
    until(() -> books.talks(name).size() == 2, "who waited is served");
    pbx.hangUpAll();

    until(
        () -> pbx.asterisk().log().contains("dialled " + PROMISED + " shown " + NUMBER),
        LONG,
        "the promise is dialled through the PBX, with the helpdesk's number");
    assertTrue(pbx.asterisk().log().contains(" shown " + NUMBER + " " + secure), "as it is set");
    SipDialog callback = technician.calls().getLast();
    until(() -> Tone.arrival(callback.media().heard(), 0, 620).isPresent(), "they hear each other");
    until(() -> books.promise(name, PROMISED).state().equals("kept"), "kept");
    until(() -> technician.calls().stream().allMatch(c -> c.state() == State.OVER), "all over");
    assertEquals(List.of("ANSWERED", "ANSWERED", "CALLBACK_PROMISED"), helpdesk.outcomes(name, 3));
  }

  private void byAddress() {
    Pbx.trunk(desk, "NAME=pbx", "HOST=" + Pbx.ADDRESS, "PORT=" + pbx.port(), "QUALIFY=2");
    Pbx.trunk(pbx.asterisk(), "NAME=desk", "HOST=127.0.0.1", "PORT=" + desk.sip().getPort());
    fromHere();
  }

  private void fromHere() {
    Pbx.context(pbx.etc().resolve("local/pjsip-desk.conf"), "from-callers", "organisation");
    pbx.dials("PJSIP/" + NUMBER + "@desk");
  }

  private void encrypted(AsteriskInstance at, String trunk, String host, int port, String bind) {
    Pbx.trunk(
        at,
        "NAME=" + trunk,
        "HOST=" + host,
        "PORT=" + port,
        "TLS=yes",
        "BIND=" + bind,
        "CERT=" + folder.resolve("cert.pem"),
        "KEY=" + folder.resolve("key.pem"),
        "CA=" + folder.resolve("cert.pem"),
        "SRTP=yes");
  }

  private boolean registered() {
    return desk.cli("pjsip show registrations").contains(" Registered");
  }

  /** The exchange and the engine, with one technician. */
  private void open(UnaryOperator<QueuePolicy> policy) {
    opened();
    helpdesk =
        new Helpdesk(desk, DATABASE, queue(name, NUMBER, Language.SV, policy, 201, 202, 203));
    technician = helpdesk.desk(201, Duration.ofMillis(50));
    helpdesk.ready(name, 1);
  }

  private void opened() {
    // as docs/exchange.md says of transfers
    Pbx.append(
        desk.folder().resolve("etc/extensions.conf"),
        """

        [to-the-pbx]
        exten => _XXXX,1,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@pbx,30,i)
         same => n,Hangup()
        """);
    desk.start();
    Helpdesk.warm(desk, DATABASE);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
