package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.OrderId;
import svara.engine.port.Orders;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.PhoneState;
import svara.telephony.CalleesUnderTest.CalleeAtPhone;
import svara.telephony.ReportedFacts;
import svara.telephony.ReportedFacts.Fact;
import svara.telephony.asterisk.SipDialog.State;

/**
 * A technician sends a caller on, by his phone: the queue's call and his talk end then and there,
 * and the caller talks on.
 */
@Tag("exchange")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AsteriskTransferIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String FROM = "0701740605";
  private static final Set<QueueId> QUEUES = Set.of(new QueueId("helpdesk"), new QueueId("it"));
  private static final TechnicianPhone ANNA =
      new TechnicianPhone(new TechnicianId("anna"), "PJSIP/201");
  private static final TechnicianPhone BO =
      new TechnicianPhone(new TechnicianId("bo"), "PJSIP/202");
  private static final AtomicLong EPOCHS = new AtomicLong(1);

  private static AsteriskInstance asterisk;

  private final long epoch = EPOCHS.getAndIncrement();
  private final WatchedLoop loop = new WatchedLoop();
  private final ReportedFacts facts = new ReportedFacts();
  private final AsteriskPhoneSystem phones =
      new AsteriskPhoneSystem(
          loop.vertx(),
          AsteriskAccess.of(
              "127.0.0.1",
              asterisk.amiPort(),
              AsteriskInstance.AMI_USER,
              AsteriskInstance.AMI_SECRET,
              "transfer" + epoch),
          InstantSource.system());
  private final SipPhone outside = new SipPhone("outside", asterisk.sip());
  private final SipPhone anna = new SipPhone("201", asterisk.sip());
  private final SipPhone bo = new SipPhone("202", asterisk.sip());
  private SipDialog caller;
  private CallId call;

  @BeforeAll
  static void startAsterisk() {
    asterisk =
        AsteriskInstance.start(
            List.of(
                AsteriskInstance.Queue.oneAndOne("helpdesk", "100"),
                AsteriskInstance.Queue.oneAndOne("it", "101")));
    WatchedLoop.warm(asterisk);
  }

  @AfterAll
  static void stopAsterisk() {
    asterisk.close();
  }

  @BeforeEach
  void aCallerTalksWithAnna() {
    for (SipPhone phone : List.of(anna, bo)) {
      phone.onCall(SipDialog::answer);
      phone.register(AsteriskInstance.PHONE_SECRET, true);
    }
    get(() -> phones.open(facts));
    QUEUES.forEach(queue -> get(() -> phones.claim(queue, epoch)));
    get(() -> phones.watch(List.of(ANNA, BO)));
    get(() -> phones.beat(QUEUES));
    loop.vertx().setPeriodic(1000, id -> loop.context().runOnContext(beat -> phones.beat(QUEUES)));
    caller = outside.call("100", FROM, "Eva Berg");
    until(() -> !facts.of(Fact.Offered.class).isEmpty(), "offered");
    call = facts.of(Fact.Offered.class).getFirst().call().call();
    connect(call, "helpdesk", ANNA);
    until(() -> facts.has(new Fact.Answered(call, ANNA.technician())), "answered");
    until(() -> caller.media().connected(), "they hear each other");
  }

  @AfterEach
  void close() {
    get(phones::close);
    List.of(outside, anna, bo).forEach(SipPhone::close);
    try {
      loop.close();
    } finally {
      asterisk.cli("channel request hangup all");
      until(() -> asterisk.cli("core show channels concise").isBlank(), "all is quiet");
    }
  }

  @Test
  void aBlindTransferToAnotherTechnicianEndsTheQueuesCallAndTheCallerTalksOn() {
    talk(anna).transfer("202");
    theQueuesCallIsOver();
    until(() -> talks(bo), "the other has taken it");
    until(() -> facts.has(new Fact.Phone(BO.technician(), PhoneState.BUSY)), "busy elsewhere");
    theyHearEachOther(bo);
    caller.hangUp();
    until(() -> !talks(bo), "over");
    until(() -> last(BO) == PhoneState.FREE, "free again");
  }

  @Test
  void anAttendedTransferJoinsTheTwoAndFreesTheTechnician() {
    SipDialog consulting = anna.call("202", "201", "");
    until(() -> consulting.state() == State.ANSWERED && talks(bo), "they consult");
    talk(anna).transfer(consulting);
    theQueuesCallIsOver();
    until(() -> consulting.state() == State.OVER, "both his calls are over");
    theyHearEachOther(bo);
    caller.hangUp();
    until(() -> !talks(bo), "over");
    until(() -> last(ANNA) == PhoneState.FREE, "free again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "101"})
  void toAQueueHeComesAsANewCallAlsoToTheSame(String number) {
    facts.clear();
    talk(anna).transfer(number);
    theQueuesCallIsOver();
    until(() -> !facts.of(Fact.Offered.class).isEmpty(), "offered there");
    var offer = facts.of(Fact.Offered.class).getFirst().call();
    assertEquals(number, offer.dialled());
    assertEquals(FROM, offer.number());
    assertNotEquals(call, offer.call());
    connect(offer.call(), offer.queue().orElseThrow().value(), BO);
    until(() -> facts.has(new Fact.Answered(offer.call(), BO.technician())), "answered there");
    theyHearEachOther(bo);
    caller.hangUp();
    until(() -> facts.has(new Fact.Ended(offer.call(), false)), "ended there");
  }

  @Test
  void toAnExtensionOutsideHeIsDialledThroughTheTrunk() {
    try (OutsideLine line = new OutsideLine(asterisk, List.of("8214"))) {
      CalleeAtPhone extension = line.callees().getFirst();
      talk(anna).transfer("8214");
      theQueuesCallIsOver();
      until(extension::inCall, "taken there");
      assertFalse(over(), "the caller is not hung up");
      caller.hangUp();
      until(() -> !extension.inCall(), "over");
    }
  }

  @Test
  void whoIsSentToANumberThatDoesNotExistComesBackToTheQueue() {
    facts.clear();
    talk(anna).transfer("77777");
    theQueuesCallIsOver();
    until(() -> !facts.of(Fact.Offered.class).isEmpty(), "offered again");
    assertEquals("100", facts.of(Fact.Offered.class).getFirst().call().dialled());
    assertFalse(over(), "he is not lost");
  }

  // --- steps

  private void theQueuesCallIsOver() {
    until(() -> facts.has(new Fact.Ended(call, false)), "the queue's call is over");
    until(() -> facts.has(new Fact.Released(call, ANNA.technician())), "the technician is free");
    assertTrue(
        get(phones::snapshot).calls().stream().noneMatch(seen -> seen.call().equals(call)),
        "no place is taken any more");
    assertFalse(over(), "the caller is not hung up");
  }

  private void theyHearEachOther(SipPhone with) {
    caller.media().say(440);
    until(() -> talk(with).media().hearsSound(500), "the caller is heard");
    talk(with).media().say(660);
    until(() -> caller.media().hearsSound(500), "the caller hears");
  }

  private void connect(CallId who, String queue, TechnicianPhone to) {
    get(() ->
        phones.connect(
            new Orders.Connect(
                new OrderId("connect-" + who),
                who,
                new QueueId(queue),
                epoch,
                1,
                List.of(to),
                Duration.ofSeconds(5),
                false)));
  }

  private boolean over() {
    return caller.state() == State.OVER;
  }

  private PhoneState last(TechnicianPhone phone) {
    return facts
        .last(Fact.Phone.class, f -> f.technician().equals(phone.technician()))
        .orElseThrow()
        .state();
  }

  private static boolean talks(SipPhone phone) {
    return phone.calls().stream().anyMatch(c -> c.state() == State.ANSWERED);
  }

  private static SipDialog talk(SipPhone phone) {
    return phone.calls().stream()
        .filter(c -> c.state() == State.ANSWERED)
        .findFirst()
        .orElseThrow();
  }

  private static void until(BooleanSupplier condition, String what) {
    assertTrue(AsteriskInstance.await(condition, SOON), () -> "not in time: " + what);
  }

  private <T> T get(Supplier<Future<T>> order) {
    return loop.get(order);
  }
}
