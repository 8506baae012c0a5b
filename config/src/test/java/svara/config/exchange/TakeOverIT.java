package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.until;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.config.FaultRows;
import svara.config.Proves;
import svara.config.TestDatabase;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/**
 * Two nodes at a real exchange; the one that owns the queue is killed, again and again, with a
 * caller waiting and two people talking. In the whole run of faults twenty times.
 */
@Tag("faults")
@Timeout(900)
final class TakeOverIT {
  private static final boolean WHOLE = FaultRows.whole();

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir Path folder;
  private AsteriskInstance asterisk;
  private SipPhone outside;
  private Desks desks;
  private ClusterNodes nodes;

  @BeforeEach
  void start() throws IOException {
    asterisk = AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne("helpdesk", "100")));
    outside = new SipPhone("outside", asterisk.sip());
    desks = new Desks(asterisk, Duration.ofMillis(100));
    nodes = new ClusterNodes(DATABASE, folder, asterisk.amiPort(), 2);
  }

  @AfterEach
  void stop() {
    outside.close();
    desks.close();
    try {
      nodes.close();
    } finally {
      asterisk.close();
    }
  }

  @Test
  @Proves(value = "F10", line = false)
  void aWaitingCallerIsAdoptedWhenTheOwnerIsKilledAndTalkersNoticeNothing() throws IOException {
    nodes.start(0);
    nodes.start(1);
    nodes.together();
    until(() -> nodes.owner("helpdesk") >= 0, Duration.ofSeconds(60), "one owns the queue");
    until(
        () -> ClusterNodes.beats(asterisk, nodes.owner("helpdesk")),
        Duration.ofSeconds(60),
        "and serves it");
    SipDialog talks = outside.call("100", "0701740605", "");
    until(() -> desks.talking() == 1, "one talks");
    SipDialog waits = outside.call("100", "0701740606", "");
    until(() -> waits.state() == State.ANSWERED && waits.media().hearsSound(500), "one is held");

    List<Long> millis = new ArrayList<>();
    int goes = WHOLE ? 20 : 3;
    for (int go = 0; go < goes; go++) {
      int owner = nodes.owner("helpdesk");
      int next = 1 - owner;
      asterisk.cli("dialplan set global SVARA_HB_node" + next + " 0");
      nodes.kill(owner);
      long killed = System.nanoTime();
      until(() -> ClusterNodes.beats(asterisk, next), "the other one serves it");
      millis.add((System.nanoTime() - killed) / 1_000_000);
      assertEquals(State.ANSWERED, talks.state(), "talkers talk on");
      assertEquals(State.ANSWERED, waits.state(), "the waiting caller waits on");
      nodes.start(owner);
      nodes.together();
    }
    List<Long> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    String times =
        "take-over in ms: median %d, worst %d, of %s"
            .formatted(sorted.get(sorted.size() / 2), sorted.getLast(), millis);
    System.out.println(times);
    assertTrue(talks.media().connected(), "they hear each other");
    talks.hangUp();
    until(() -> desks.talksInCall(2), "the last owner gives him to a technician");
    waits.hangUp();
    Books books = new Books(DATABASE);
    until(() -> books.ended("helpdesk", 2), "two calls with an outcome");
    assertEquals(2, books.rows("helpdesk").size(), "once each");
    assertEquals(2, books.callsOnTickets("helpdesk"));
    books.verified();
    FaultRows.write(
        "F10 owner killed " + goes + " times; " + times,
        new FaultLedger(2, 0, 0, 0, List.of()).json());
  }
}
