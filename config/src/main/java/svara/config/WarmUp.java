package svara.config;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueStore;
import svara.engine.postgres.JournalCodec;
import svara.engine.postgres.PostgresStores;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.Decision;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueInvariants;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.ticket.CallTickets;

/**
 * The first use of the database client and of the journal's form loads hundreds of classes, for
 * which callers must not wait: a thread of its own does everything once before calls are taken. It
 * writes nothing, because nobody owns the queue it writes for.
 */
public final class WarmUp {
  private static final QueueId NOBODYS = new QueueId("warm_up");

  /** More makes it quicker still, and the start longer. */
  private static final int ROUNDS = 20;

  private WarmUp() {}

  /** Blocks until it is done; a fault shows again, and is told, when the parts are really used. */
  public static void run(PostgresStores stores, QueueStore queues) throws InterruptedException {
    Thread classes = WarmUpClasses.start();
    Thread calls = Thread.ofPlatform().name("warm-up-calls").start(WarmUp::decideOften);
    Thread.ofPlatform().name("warm-up-stores").start(() -> useStores(stores, queues)).join();
    calls.join();
    classes.join();
  }

  /** The calls of a day, decided, put on tickets and written down as they will be. */
  private static void decideOften() {
    QueuePolicy policy = QueuePolicy.defaults();
    for (int round = 0; round < ROUNDS; round++) {
      QueueState state = QueueState.empty(NOBODYS);
      for (QueueCommand command : WarmUpCalls.commands()) {
        Decision decision = QueueLogic.decide(policy, state, command);
        state = decision.state();
        QueueState after = state;
        decision.events().forEach(event -> QueueLogic.effect(after, event));
        CallTickets.of(after, decision.events());
        decision.events().forEach(event -> JournalCodec.event(JournalCodec.write(event)));
        JournalCodec.state(JournalCodec.write(after));
        QueueInvariants.violations(policy, after, command.at());
        QueueLogic.nextDeadline(policy, after);
      }
    }
  }

  private static void useStores(PostgresStores stores, QueueStore queues) {
    stores
        .ping()
        .compose(_ -> queues.owners())
        .compose(_ -> queues.load(NOBODYS))
        .compose(_ -> queues.commit(refused()))
        .transform(_ -> Future.succeededFuture())
        .await();
  }

  private static QueueStore.Commit refused() {
    Instant at = Instant.EPOCH;
    Caller caller =
        new Caller(
            new CallId("warm-up"),
            new TicketNumber(2000, 1),
            CallerNumber.withheld(),
            "",
            null,
            Language.SV,
            at,
            at);
    List<QueueEvent> events =
        List.of(
            new QueueEvent.CallOffered(at, caller),
            new QueueEvent.CallQueued(at, caller.call(), 1),
            new QueueEvent.CallEnded(
                at, caller, at, null, Outcome.ABANDONED, CallFlags.NONE, null));
    return new QueueStore.Commit(
        NOBODYS,
        -1,
        0,
        QueueState.empty(NOBODYS),
        List.of(new QueueStore.Entry(new CommandId("warm-up"), at, events, Optional.empty())));
  }
}
