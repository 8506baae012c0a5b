package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/**
 * A technician sends his caller on, within the helpdesk and through the organisation's own
 * exchange, which is a second Asterisk: the caller talks on there, and technician and place are
 * free.
 */
@Tag("exchange")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TransferIT {
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  /** An extension of the second Asterisk that says again what it hears. */
  private static final String ECHO = "4000";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static AsteriskInstance pbx;
  private static AsteriskInstance asterisk;

  private final Books books = new Books(DATABASE);
  private Helpdesk helpdesk;

  @BeforeAll
  static void startBoth() {
    pbx = AsteriskInstance.start(List.of(), "SYSTEM=pbx", "PHONES=301");
    append(
        """

        [from-callers](+)
        exten => %s,1,Answer()
         same => n,Echo()
        """
            .formatted(ECHO));
    pbx.cli("dialplan reload");
    asterisk =
        AsteriskInstance.start(
            List.of(
                AsteriskInstance.Queue.oneAndOne("blind", "681"),
                AsteriskInstance.Queue.oneAndOne("attended", "682"),
                AsteriskInstance.Queue.oneAndOne("colleague", "683"),
                AsteriskInstance.Queue.oneAndOne("sender", "684"),
                AsteriskInstance.Queue.oneAndOne("receiver", "685")),
            "TRUNK=127.0.0.1:" + pbx.sip().getPort());
    Helpdesk.warm(asterisk, DATABASE);
  }

  private static void append(String dialplan) {
    try {
      Files.writeString(
          pbx.folder().resolve("etc/extensions.conf"), dialplan, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stopBoth() {
    asterisk.close();
    pbx.close();
  }

  @AfterEach
  void close() {
    helpdesk.close();
  }

  @Test
  void blindThroughTheSecondExchange() {
    SipPhone desk = open("blind", "681");
    SipDialog caller = talks("blind", "681", desk);
    desk.calls().getLast().transfer(ECHO);
    sentOn("blind", "681", desk, caller);
  }

  @Test
  void attendedThroughTheSecondExchange() {
    SipPhone desk = open("attended", "682");
    SipDialog caller = talks("attended", "682", desk);
    SipDialog withCaller = desk.calls().getLast();
    SipDialog consulted = desk.call(ECHO, "201", "");
    until(() -> consulted.state() == State.ANSWERED, "the colleague there answers");
    withCaller.transfer(consulted);
    sentOn("attended", "682", desk, caller);
  }

  @Test
  void attendedToAColleague() {
    SipPhone desk = open("colleague", "683");
    SipPhone colleague = helpdesk.desk(202, AT_ONCE);
    helpdesk.ready("colleague", 2);
    SipDialog caller = talks("colleague", "683", desk);
    SipDialog withCaller = desk.calls().getLast();
    SipDialog consulted = desk.call("202", "201", "");
    until(() -> consulted.state() == State.ANSWERED, "the colleague answers");
    withCaller.transfer(consulted);

    until(() -> withCaller.state() == State.OVER, "the technician is out of it");
    assertTrue(Tone.bestOf(3, caller.media(), colleague.calls().getLast().media()) <= 300);
    assertTrue(Tone.bestOf(3, colleague.calls().getLast().media(), caller.media()) <= 300);
    assertEquals(List.of("ANSWERED"), helpdesk.outcomes("colleague", 1));
    assertEquals("t201", books.rows("colleague").getFirst().technician());
    caller.hangUp();
  }

  @Test
  void blindToAnotherQueueWhereHeIsACallOfItsOwn() {
    helpdesk =
        new Helpdesk(
            asterisk,
            DATABASE,
            queue("sender", "684", Language.SV, UnaryOperator.identity(), 201, 203, 204),
            queue("receiver", "685", Language.SV, UnaryOperator.identity(), 202, 205, 206));
    SipPhone desk = helpdesk.desk(201, AT_ONCE);
    SipPhone there = helpdesk.desk(202, AT_ONCE);
    helpdesk.ready("sender", 1).ready("receiver", 1);
    SipDialog caller = talks("sender", "684", desk);
    desk.calls().getLast().transfer("685");

    until(
        () -> books.rows("receiver").stream().anyMatch(row -> row.technician().equals("t202")),
        "the other queue's technician talks with him");
    assertTrue(Tone.bestOf(3, caller.media(), there.calls().getLast().media()) <= 300);
    assertTrue(Tone.bestOf(3, there.calls().getLast().media(), caller.media()) <= 300);
    assertEquals(List.of("ANSWERED"), helpdesk.outcomes("sender", 1), "his call there is over");
    SipDialog next = helpdesk.call("684", "0701740606");
    until(() -> books.talks("sender").size() == 2, "place and technician there serve the next");
    next.hangUp();
    caller.hangUp();
    assertEquals(List.of("ANSWERED", "ANSWERED"), helpdesk.outcomes("sender", 2));
    assertEquals(List.of("ANSWERED"), helpdesk.outcomes("receiver", 1));

    Books.Talk first = books.talks("sender").getFirst();
    Books.Talk second = books.talks("receiver").getFirst();
    assertEquals(List.of("t201", "t202"), List.of(first.technician(), second.technician()));
    assertEquals("+46701740605", books.rows("receiver").getFirst().number());
    assertFalse(second.answeredAt().isBefore(first.endedAt()), first + " then " + second);
    assertTrue(second.endedAt().isAfter(second.answeredAt()), "he talked there: " + second);
    for (Books.Talk talk : List.of(first, second)) {
      assertEquals(
          List.of("call.offered", "call.ringing", "call.answered", "call.ended"),
          books.timeline(talk.call()));
    }
  }

  private SipPhone open(String name, String number) {
    helpdesk =
        new Helpdesk(
            asterisk,
            DATABASE,
            queue(name, number, Language.SV, UnaryOperator.identity(), 201, 202, 203));
    SipPhone desk = helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    return desk;
  }

  private SipDialog talks(String name, String number, SipPhone desk) {
    SipDialog caller = helpdesk.call(number, "0701740605");
    until(
        () -> books.rows(name).stream().anyMatch(row -> row.technician().equals("t201")),
        "caller and technician talk, and it is noted");
    until(() -> desk.calls().getLast().media().connected(), "they hear each other");
    return caller;
  }

  /** The caller hears himself from the other exchange; technician and place serve the next. */
  private void sentOn(String name, String number, SipPhone desk, SipDialog caller) {
    until(
        () -> desk.calls().stream().allMatch(call -> call.state() == State.OVER),
        "the technician is out of it");
    assertEquals(State.ANSWERED, caller.state(), "the caller talks on");
    double echo = Tone.bestOf(3, caller.media(), caller.media());
    assertTrue(echo <= 300, "with the other exchange: " + echo + " ms");
    assertEquals(List.of("ANSWERED"), helpdesk.outcomes(name, 1), "his call to the queue is over");

    SipDialog next = helpdesk.call(number, "0701740606");
    until(
        () -> books.rows(name).stream().filter(r -> r.technician().equals("t201")).count() == 2,
        "the next is served at once, while the first talks on");
    assertEquals(State.ANSWERED, caller.state());
    next.hangUp();
    assertEquals(List.of("ANSWERED", "ANSWERED"), helpdesk.outcomes(name, 2));
    assertEquals(2, helpdesk.callsOnTickets(name));
    caller.hangUp();
    until(() -> pbx.cli("core show channels concise").isBlank(), "nothing is left there");
  }
}
