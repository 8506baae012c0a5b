package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.people.NumberPlan;
import svara.engine.port.EngineCounters;
import svara.engine.port.TechnicianPhone;
import svara.engine.port.TicketStore;
import svara.engine.postgres.PostgresStores;
import svara.engine.queue.PhoneState;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.runtime.Engine;
import svara.engine.runtime.EngineSetup;
import svara.engine.runtime.LiveFeed;
import svara.engine.runtime.LoopWatch;
import svara.engine.runtime.MessageKeeper;
import svara.engine.runtime.Peers;
import svara.engine.runtime.QueueSetup;
import svara.engine.runtime.VertxScheduler;
import svara.telephony.asterisk.AsteriskAccess;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.AsteriskMessages;
import svara.telephony.asterisk.AsteriskPhoneSystem;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipPhone;

/**
 * An engine at work: on its own Vert.x that watches for blocked event loops, with the queues of one
 * test and phones around it. A test's queue has a number of its own, so that nothing of an earlier
 * test is in the way.
 */
final class Helpdesk implements AutoCloseable {
  private static final AtomicInteger NODES = new AtomicInteger();

  private final AsteriskInstance asterisk;
  private final Books books;
  private final Vertx vertx;
  private final Context context;
  private final PostgresStores stores;
  private final Engine engine;
  private final SipPhone outside;
  private final List<SipPhone> desks = new ArrayList<>();
  private final LoopWatch watch;
  private final List<String> queues;
  private MessageKeeper messages;
  private final Instant since = Instant.now();

  /** A queue of the test with its technicians' extensions. */
  static QueueSetup queue(
      String name, String number, Language language, UnaryOperator<QueuePolicy> policy, int... at) {
    return queueOf(
        name, number, language, policy, IntStream.of(at).mapToObj(Helpdesk::registered).toList());
  }

  private static QueueSetup.TechnicianSetup registered(int extension) {
    return technician("t" + extension, "PJSIP/" + extension, false);
  }

  static QueueSetup.TechnicianSetup technician(String id, String dial, boolean confirm) {
    TechnicianId who = new TechnicianId(id);
    return new QueueSetup.TechnicianSetup(
        who, "Tekniker " + id, new TechnicianPhone(who, dial, confirm));
  }

  static QueueSetup queueOf(
      String name,
      String number,
      Language language,
      UnaryOperator<QueuePolicy> policy,
      List<QueueSetup.TechnicianSetup> technicians) {
    return new QueueSetup(
        new QueueId(name),
        "Supporten",
        List.of(number),
        policy.apply(quick()),
        language,
        technicians);
  }

  /**
   * The defaults, but a technician who does not answer is given up soon, and promises wait for
   * people unless the test is about keeping them.
   */
  private static QueuePolicy quick() {
    QueuePolicy usual = QuickPromises.byPeople(QueuePolicy.defaults());
    return new QueuePolicy(
        usual.talkingMax(),
        usual.waitingMax(),
        usual.callbacksMax(),
        usual.turnedAwayMax(),
        Duration.ofSeconds(3),
        usual.waitMax(),
        usual.refusePause(),
        usual.wrapUp(),
        usual.shortAbandon(),
        usual.ring(),
        usual.hours(),
        usual.callbacks());
  }

  Helpdesk(AsteriskInstance asterisk, TestDatabase database, QueueSetup... queues) {
    this.asterisk = asterisk;
    this.books = new Books(database);
    this.queues = Stream.of(queues).map(queue -> queue.queue().value()).toList();
    vertx = Vertx.vertx(new VertxOptions().setMaxEventLoopExecuteTime(Long.MAX_VALUE));
    context = vertx.getOrCreateContext();
    watch = LoopWatch.over(context, LoopWatch.LIMIT);
    stores = PostgresStores.open(vertx, database.address(), 8, TestDatabase.ZONE);
    outside = new SipPhone("outside", asterisk.sip());
    String node = "h" + NODES.incrementAndGet();
    engine = engine(vertx, stores, asterisk.amiPort(), node, List.of(queues));
    done(engine::start);
  }

  /**
   * The first use of a library reads hundreds of classes, which is no fault of an event loop: a
   * whole engine starts and stops once, unwatched, as the product too warms up before it takes
   * calls.
   */
  static void warm(AsteriskInstance asterisk, TestDatabase database) {
    NumberPlan.plain().caller("0701740605");
    Vertx vertx = Vertx.vertx();
    PostgresStores stores = PostgresStores.open(vertx, database.address(), 2, TestDatabase.ZONE);
    QueueSetup nobodys =
        queue("warm_up", "699", Language.SV, UnaryOperator.identity(), 201, 202, 203);
    Engine engine = engine(vertx, stores, asterisk.amiPort(), "warm", List.of(nobodys));
    Context context = vertx.getOrCreateContext();
    done(context, engine::start);
    until(engine::ready, "warm");
    done(context, engine::stop);
    stores.close().await();
    vertx.close().await();
  }

  /** An engine as it is put together for real calls. */
  static Engine engine(
      Vertx vertx, PostgresStores stores, int amiPort, String node, List<QueueSetup> queues) {
    AsteriskAccess access =
        AsteriskAccess.of(
            "127.0.0.1", amiPort, AsteriskInstance.AMI_USER, AsteriskInstance.AMI_SECRET, node);
    NumberPlan numbers = new NumberPlan(Map.of(), List.of("400"));
    AsteriskPhoneSystem phones = new AsteriskPhoneSystem(vertx, access, InstantSource.system());
    return new Engine(
        EngineSetup.withDefaultTimes(node, queues, Duration.ofMinutes(30)),
        phones,
        phones,
        stores.queues(),
        numbers::caller,
        new VertxScheduler(vertx, Clock.systemUTC()),
        new LiveFeed(),
        Peers.none());
  }

  /** From now on what callers have left to be heard is taken to their tickets. */
  void keepMessages() {
    messages =
        new MessageKeeper(
            new AsteriskMessages(vertx, asterisk.messages()),
            stores.voiceMessages(),
            new LiveFeed(),
            new VertxScheduler(vertx, Clock.systemUTC()));
    done(() -> {
      messages.start();
      return Future.succeededFuture();
    });
  }

  /** What was said in a call, a file, when it is on its ticket. */
  Buffer message(Books.Row row) {
    TicketNumber ticket = TicketNumber.parse(row.ticket()).orElseThrow();
    until(() -> attachment(ticket, row.id()).isPresent(), "on the ticket");
    long id = Long.parseLong(attachment(ticket, row.id()).orElseThrow());
    return stores.tickets().attachment(ticket, id).await().orElseThrow().content();
  }

  /** What has happened to a call's ticket, by kind. */
  List<String> timeline(Books.Row row) {
    TicketNumber ticket = TicketNumber.parse(row.ticket()).orElseThrow();
    return stores.tickets().ticket(ticket).await().orElseThrow().timeline().stream()
        .map(TicketStore.TimelineEntry::kind)
        .toList();
  }

  private Optional<String> attachment(TicketNumber ticket, String call) {
    return stores.tickets().ticket(ticket).await().orElseThrow().timeline().stream()
        .filter(entry -> entry.kind().equals("voice_message"))
        .map(TicketStore.TimelineEntry::facts)
        .filter(facts -> call.equals(facts.get("call")))
        .map(facts -> facts.get("attachment"))
        .findFirst();
  }

  /** A technician's phone, registered, that answers after some ringing. */
  SipPhone desk(int extension, Duration ringing) {
    SipPhone desk = new SipPhone(Integer.toString(extension), asterisk.sip());
    desk.register(AsteriskInstance.PHONE_SECRET, true);
    answers(desk, ringing);
    desks.add(desk);
    return desk;
  }

  static void answers(SipPhone desk, Duration ringing) {
    desk.onCall(call -> {
      call.ring();
      desk.later(ringing, call::answer);
    });
  }

  /** Ready: the engine has the queue, and as many technicians' phones are free. */
  Helpdesk ready(String queue, int free) {
    until(
        () -> engine.ready() && view(queue).filter(state -> free(state) == free).isPresent(),
        "the engine is ready with " + free + " technicians");
    return this;
  }

  private static long free(QueueState state) {
    return state.technicians().stream().filter(t -> t.phone() == PhoneState.FREE).count();
  }

  QueueState state(String queue) {
    return view(queue).orElseThrow();
  }

  private Optional<QueueState> view(String queue) {
    return done(() -> engine.view(new QueueId(queue))).map(view -> view.state());
  }

  SipDialog call(String number, String from) {
    return outside.call(number, from, "");
  }

  SipPhone outside() {
    return outside;
  }

  <T> T done(Supplier<Future<T>> order) {
    return done(context, order);
  }

  private static <T> T done(Context context, Supplier<Future<T>> order) {
    Promise<T> result = Promise.promise();
    context.runOnContext(nothing -> order.get().onComplete(result));
    return result
        .future()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  static void until(BooleanSupplier condition, String what) {
    until(condition, Duration.ofSeconds(30), what);
  }

  static void until(BooleanSupplier condition, Duration limit, String what) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "not in time: " + what);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  static void pass(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  /** The calls of a queue in the order they were offered. */
  List<Books.Row> rows(String queue) {
    return books.rows(queue);
  }

  /** Outcomes of a queue's calls in the order they were offered, when all have ended. */
  List<String> outcomes(String queue, int calls) {
    until(() -> books.ended(queue, calls), calls + " calls have ended; " + rows(queue));
    return rows(queue).stream().map(Books.Row::outcome).toList();
  }

  /** The tickets that a queue's calls are on must exist; how many there are. */
  long tickets(String queue) {
    return books.tickets(queue);
  }

  /** How many of a queue's calls stand in a ticket that exists. */
  long callsOnTickets(String queue) {
    return books.callsOnTickets(queue);
  }

  /** Whom the exchange refused, as the engine counts them. */
  EngineCounters.Strangers strangers() {
    return done(() -> Future.succeededFuture(engine.counters().strangers()));
  }

  Instant since() {
    return since;
  }

  /** Callers whose INVITE was answered with 200, as their own phone counts them. */
  long answeredAtCallers() {
    return outside.calls().stream().filter(call -> call.finalStatus() == 200).count();
  }

  @Override
  public void close() {
    outside.close();
    for (SipPhone desk : desks) {
      desk.register(AsteriskInstance.PHONE_SECRET, false);
      desk.close();
    }
    if (messages != null) {
      done(() -> {
        messages.stop();
        return Future.succeededFuture();
      });
    }
    done(engine::stop);
    watch.close();
    stores.close().await();
    vertx.close().await();
    asterisk.cli("channel request hangup all");
    assertTrue(engine.invariantViolations() == 0, "an invariant was broken");
    assertEquals(0, watch.stalls(), "the event loop was blocked; where stands in the log");
    nobodyIsLost();
  }

  /** Who was answered is in the books and on a ticket, and the books are what happened. */
  private void nobodyIsLost() {
    long rows = 0;
    for (String queue : queues) {
      assertEquals(rows(queue).size(), callsOnTickets(queue), queue + ": each on a ticket");
      rows += rows(queue).size();
    }
    assertTrue(answeredAtCallers() <= rows, answeredAtCallers() + " answered, noted " + rows);
    books.verified();
  }
}
