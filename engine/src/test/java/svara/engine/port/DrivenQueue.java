package svara.engine.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueStore.Commit;
import svara.engine.port.QueueStore.Committed;
import svara.engine.port.QueueStore.Entry;
import svara.engine.port.QueueStore.Lease;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.CallerWish;
import svara.engine.queue.Decision;
import svara.engine.queue.Outcome;
import svara.engine.queue.PhoneState;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.queue.RingResult;

/** A queue on a store, driven a command at a time, for tests of what stores keep. */
public final class DrivenQueue {
  public static final TechnicianId ANNA = new TechnicianId("anna");
  public static final TechnicianId BERTIL = new TechnicianId("bertil");
  public static final Duration REJOIN = Duration.ofMinutes(30);

  private final QueueStore store;
  private final QueuePolicy policy;
  private final Lease lease;
  private QueueState state;
  private Instant now;
  private int serial;

  private DrivenQueue(QueueStore store, QueuePolicy policy, Lease lease, Instant now) {
    this.store = store;
    this.policy = policy;
    this.lease = lease;
    this.state = store.load(lease.queue()).await();
    this.now = now;
  }

  /** A queue of one and one, with Anna on duty. */
  public static DrivenQueue open(QueueStore store, String name, Instant now) {
    return open(store, name, QueuePolicy.defaults(), now);
  }

  public static DrivenQueue open(QueueStore store, String name, QueuePolicy policy, Instant now) {
    QueueId id = new QueueId(name);
    Lease lease = store.claim(id, "node1", Duration.ofMinutes(10)).await().orElseThrow();
    DrivenQueue queue = new DrivenQueue(store, policy, lease, now);
    if (queue.state.technicians().isEmpty()) {
      queue.submit(new QueueCommand.EnrolTechnicians(queue.id(), now, List.of(ANNA)));
      queue.submit(new QueueCommand.NotePhone(queue.id(), now, ANNA, PhoneState.FREE));
    }
    return queue;
  }

  public QueueState state() {
    return state;
  }

  /** Takes the state as the store has it: an answer was lost. */
  public void reload() {
    state = store.load(lease.queue()).await();
  }

  public Lease lease() {
    return lease;
  }

  public Instant now() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  public Decision decide(QueueCommand command) {
    return QueueLogic.decide(policy, state, command);
  }

  public Commit commitOf(QueueCommand command) {
    Decision decision = decide(command);
    return new Commit(
        lease.queue(),
        lease.epoch(),
        state.version(),
        decision.state(),
        List.of(new Entry(command.id(), command.at(), decision.events(), decision.refusal())));
  }

  public Committed submit(QueueCommand command) {
    Commit commit = commitOf(command);
    Committed committed = store.commit(commit).await();
    if (committed instanceof Committed.Stored) {
      state = commit.state();
    }
    return committed;
  }

  public QueueCommand.OfferCall offer(String call, String number) {
    return offer(new CallId(call), publicNumber(number));
  }

  public QueueCommand.OfferCall offer(CallId call, CallerNumber number) {
    QueueStore.CallerFacts facts = store.callerFacts(number, now, REJOIN).await();
    Language language = facts.language() == null ? Language.SV : facts.language();
    Caller caller =
        new Caller(call, facts.ticket(), number, "", facts.person(), language, now, now);
    return new QueueCommand.OfferCall(new CommandId(call + "/offer"), now, caller);
  }

  /** A call that has been offered, rung through, answered and hung up by both. */
  public Caller served(String call, String number) {
    Caller caller = offered(call, number);
    answer(call);
    pass(Duration.ofMinutes(2));
    end(call);
    return caller;
  }

  public Caller offered(String call, String number) {
    QueueCommand.OfferCall offer = offer(call, number);
    submit(offer);
    return state.call(new CallId(call)).orElseThrow().caller();
  }

  /** A call that joins a ticket. */
  public Caller offeredOn(TicketNumber ticket, String call, String number) {
    CallId id = new CallId(call);
    Caller caller = new Caller(id, ticket, publicNumber(number), "", null, Language.SV, now, now);
    submit(new QueueCommand.OfferCall(new CommandId(call + "/offer"), now, caller));
    return caller;
  }

  public void answer(String call) {
    pass(Duration.ofSeconds(4));
    submit(new QueueCommand.ConfirmAnswer(id(), now, new CallId(call), ANNA));
  }

  public void end(String call) {
    CallId id = new CallId(call);
    submit(new QueueCommand.EndCall(id(), now, id, false));
    submit(new QueueCommand.ReleaseTechnician(id(), now, id, ANNA));
  }

  public void press(String call, char key) {
    submit(new QueueCommand.PressKey(id(), now, new CallId(call), key));
  }

  /** The oldest promise of the queue. */
  public CallbackId promise() {
    return state.callbacks().getFirst().id();
  }

  /** Time passes, and the queue hears of it. */
  public void passTime(Duration time) {
    pass(time);
    submit(new QueueCommand.PassTime(id(), now));
  }

  /** Anna does not take the offer of a promise. */
  public void decline(CallbackId promise, int order) {
    pass(Duration.ofSeconds(2));
    submit(new QueueCommand.EndOffer(id(), now, promise, order, ANNA, RingResult.REJECTED));
  }

  /** Anna has taken it and the caller is dialled; the two are joined when he answers. */
  public void dial(CallbackId promise, int order, AttemptResult result) {
    pass(Duration.ofSeconds(2));
    submit(new QueueCommand.NoteDialled(id(), now, promise, order, ANNA));
    pass(Duration.ofSeconds(5));
    if (result == AttemptResult.JOINED) {
      submit(new QueueCommand.NoteJoined(id(), now, promise, order, ANNA));
      pass(Duration.ofMinutes(1));
    }
    submit(new QueueCommand.EndAttempt(id(), now, promise, order, result, CallerWish.NONE, null));
  }

  public void recordOutage(String call, String number, Optional<TechnicianId> by, Outcome how) {
    Caller caller = offer(call, number).caller();
    Instant answeredAt = by.isPresent() ? now.plusSeconds(5) : null;
    submit(
        new QueueCommand.RecordOutageCall(
            id(),
            now.plusSeconds(100),
            caller,
            now.plusSeconds(1),
            answeredAt,
            now.plusSeconds(60),
            how,
            new CallFlags(false, false, true),
            by.orElse(null)));
  }

  public CommandId id() {
    return new CommandId(lease.queue() + "/" + lease.epoch() + "/" + ++serial);
  }

  public static CallerNumber publicNumber(String e164) {
    return new CallerNumber(e164, e164, CallerNumber.Kind.PUBLIC, false);
  }
}
