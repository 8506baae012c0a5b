package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import svara.engine.id.CallId;
import svara.engine.id.CommandId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.ExchangeModel.Line;

/**
 * Callers who ring, wait, talk and hang up at an exchange that does as the queue says. What happens
 * is reported over a wire that loses, doubles and delays; now and then the engine is away and the
 * exchange connects callers by itself; now and then the queue is compared with the exchange.
 */
final class ExchangeWalk implements Walk {
  /**
   * How bad the wire is.
   *
   * @param lost of a hundred reports
   * @param doubled of a hundred reports
   * @param late of a hundred reports, which come after younger ones
   * @param away of a thousand steps, at which the engine goes away
   */
  record Wire(int lost, int doubled, int late, int away) {
    static final Wire GOOD = new Wire(0, 0, 0, 0);
    static final Wire BAD = new Wire(4, 6, 12, 8);
  }

  private record Report(Instant due, QueueCommand command) {}

  private final QueuePolicy policy;
  private final Random random;
  private final Random orders;
  private final Wire wire;
  private final int steps;
  private final ExchangeModel exchange = new ExchangeModel();
  private final List<Report> under = new ArrayList<>();
  private final List<QueueCommand> notes = new ArrayList<>();
  private final Deque<QueueCommand> ready = new ArrayDeque<>();
  private final List<QueueEffect.Connect> held = new ArrayList<>();
  private int talkersToTell;
  private final PromiseWalk promises;
  private QueueState state = QueueState.empty(Desk.QUEUE);
  private Instant now;
  private Instant compared;
  private int step;
  private int serial;
  private int newest;
  private int awayFor;
  private int closing;

  ExchangeWalk(QueuePolicy policy, long seed, int steps, Wire wire) {
    this(policy, seed, steps, wire, Desk.MORNING);
  }

  ExchangeWalk(QueuePolicy policy, long seed, int steps, Wire wire, Instant start) {
    this.policy = policy;
    this.now = start;
    this.compared = start;
    this.random = new Random(seed);
    this.orders = new Random(seed + 1_000_000);
    this.steps = steps;
    this.wire = wire;
    this.promises = new PromiseWalk(exchange, random, this::report, ready::add);
    ready.add(new QueueCommand.EnrolTechnicians(name("enrol"), now, Desk.TEAM));
    Desk.TEAM.forEach(
        who -> ready.add(new QueueCommand.NotePhone(name("phone"), now, who, PhoneState.FREE)));
  }

  ExchangeModel exchange() {
    return exchange;
  }

  @Override
  public Optional<QueueCommand> next(QueueState current) {
    state = current;
    if (talkersToTell > 0) {
      talkersToTell--;
    } else {
      moveWhoStillRings();
    }
    while (ready.isEmpty() && (step < steps || closing < 4)) {
      if (step++ < steps) {
        step();
      } else {
        close(closing++);
      }
    }
    return Optional.ofNullable(ready.poll());
  }

  private void step() {
    now = now.plusMillis(random.nextInt(4_000));
    if (awayFor > 0) {
      exchangeAlone();
      return;
    }
    happen();
    deliver();
    QueueLogic.nextDeadline(policy, state)
        .filter(due -> !due.isAfter(now))
        .ifPresent(_ -> ready.add(new QueueCommand.PassTime(name("time"), now)));
    if (compared.plusSeconds(30).isBefore(now)) {
      compare();
    }
    if (random.nextInt(1_000) < wire.away()) {
      awayFor = 1 + random.nextInt(30);
      ready.clear();
      under.clear();
      held.clear();
      talkersToTell = 0;
    }
  }

  /** All hang up, and the queue is told twice. */
  private void close(int round) {
    now = now.plusSeconds(700);
    if (round == 0) {
      awayFor = 0;
      exchange.endOwnCalls();
      promises.close(now);
      List.copyOf(exchange.lines().keySet()).forEach(this::end);
    }
    deliver();
    compare();
    ready.add(new QueueCommand.PassTime(name("time"), now));
  }

  // ---- what people do

  private void happen() {
    TechnicianId who = any(Desk.TEAM);
    switch (random.nextInt(15)) {
      case 12, 13, 14 -> promises.happen(now);
      case 0, 1 -> report(new QueueCommand.OfferCall(begin(), now, arrival()));
      case 2, 3 -> anyOf(exchange.lines().keySet()).ifPresent(this::end);
      case 4, 5, 6, 7 ->
          anyOf(exchange.where(Line.Ringing.class::isInstance)).ifPresent(this::endRinging);
      case 8 -> anyOf(exchange.where(Line.Bridged.class::isInstance)).ifPresent(this::end);
      case 9 -> anyOf(exchange.hearingTheOffer()).ifPresent(this::endOffer);
      case 10 -> {
        if (random.nextInt(4) == 0) {
          anyOf(exchange.where(Line.Parked.class::isInstance))
              .ifPresent(call -> report(new QueueCommand.PressKey(name("key"), now, call, '1')));
        } else if (free(who) || exchange.phone(who) == PhoneState.BUSY) {
          exchange.toggleOwnCall(who);
          report(new QueueCommand.NotePhone(name("phone"), now, who, exchange.phone(who)));
        }
      }
      default -> {
        if (random.nextInt(10) == 0) {
          anyOf(state.callbacks())
              .ifPresent(callback ->
                  ready.add(
                      new QueueCommand.DialCallback(
                          name("dial"), now, callback.id(), who, who.value())));
        }
        people(who);
        Technician.Duty duty =
            random.nextInt(4) > 0 ? Technician.Duty.ON : any(List.of(Technician.Duty.values()));
        ready.add(new QueueCommand.ChangeDuty(name("duty"), now, who, duty, "", who.value()));
      }
    }
  }

  /** What people order at the console, and order back. */
  private void people(TechnicianId who) {
    switch (orders.nextInt(20)) {
      case 0 ->
          ready.add(
              new QueueCommand.CloseNow(
                  name("closed"), now, true, now.plusSeconds(orders.nextInt(60)), "anna", ""));
      case 1 -> ready.add(new QueueCommand.CloseNow(name("open"), now, false, null, "anna", ""));
      case 2 -> ready.add(new QueueCommand.SwitchOutage(name("on"), now, true, "anna", ""));
      case 3, 4 -> ready.add(new QueueCommand.SwitchOutage(name("off"), now, false, "anna", ""));
      case 5, 6, 7 ->
          anyOf(state.waiting())
              .ifPresent(call ->
                  ready.add(
                      new QueueCommand.TakeCall(
                          name("take"), now, call.caller().call(), who, who.value())));
      case 8 ->
          ready.add(new QueueCommand.ExtendWrapUp(name("longer"), now, who, now.plusSeconds(100)));
      default -> {}
    }
  }

  private boolean free(TechnicianId who) {
    return exchange.withoutCall(who);
  }

  private CommandId begin() {
    newest++;
    return Desk.begin(Desk.call(newest));
  }

  private Caller arrival() {
    Caller caller = Desk.caller(newest, Desk.mobile(random.nextInt(40)), now);
    exchange.arrive(caller);
    return caller;
  }

  private void end(CallId call) {
    Line line = exchange.end(call);
    QueueCommand end = new QueueCommand.EndCall(Desk.end(call), now, call, false);
    if (!(line instanceof Line.Bridged(TechnicianId with, Instant _))) {
      report(end);
      return;
    }
    QueueCommand release =
        new QueueCommand.ReleaseTechnician(
            new CommandId(call + "/released/" + with), now, call, with);
    boolean callerFirst = random.nextBoolean();
    report(callerFirst ? end : release);
    report(callerFirst ? release : end);
  }

  private void endRinging(CallId call) {
    if (!(exchange.lines().get(call) instanceof Line.Ringing ringing)) {
      return;
    }
    if (random.nextInt(10) < 6) {
      TechnicianId by = any(ringing.phones());
      exchange.answer(call, by, now);
      report(
          new QueueCommand.ConfirmAnswer(new CommandId(call + "/answered/" + by), now, call, by));
    } else {
      exchange.park(call);
      report(ringEnd(call, ringing.attempt(), any(List.of(RingResult.values()))));
    }
  }

  private void endOffer(CallId call) {
    report(
        random.nextBoolean()
            ? new QueueCommand.PressKey(name("key"), now, call, random.nextInt(4) == 0 ? '3' : '1')
            : new QueueCommand.EndMessage(name("message"), now, call));
  }

  private QueueCommand ringEnd(CallId call, int attempt, RingResult result) {
    return new QueueCommand.EndRing(
        new CommandId(call + "/ring/" + attempt), now, call, attempt, result);
  }

  // ---- the wire

  private void report(QueueCommand command) {
    if (awayFor > 0 || random.nextInt(100) < wire.lost()) {
      return;
    }
    boolean late = random.nextInt(100) < wire.late();
    under.add(new Report(late ? now.plusMillis(random.nextInt(20_000)) : now, command));
    if (random.nextInt(100) < wire.doubled()) {
      under.add(new Report(now.plusMillis(random.nextInt(60_000)), command));
    }
  }

  private void deliver() {
    under.removeIf(report -> {
      boolean due = !report.due().isAfter(now);
      if (due) {
        ready.add(report.command());
      }
      return due;
    });
  }

  @Override
  public void decided(Decision decision) {
    for (QueueEvent event : decision.events()) {
      QueueLogic.effect(decision.state(), event).ifPresent(this::carryOut);
    }
  }

  private void carryOut(QueueEffect effect) {
    switch (effect) {
      case QueueEffect.Connect e -> held.add(e);
      case QueueEffect.TurnAway e -> exchange.offerCallback(e.call());
      case QueueEffect.SayStillWaiting e -> exchange.offerCallback(e.call());
      case QueueEffect.Hold _ -> {}
      case QueueEffect.CallBack e -> promises.order(e, now);
      case QueueEffect.ForgetAttempt _ -> {}
      case QueueEffect.ConfirmPromise e -> hungUp(e);
      case QueueEffect.AskForNumber e -> exchange.offerCallback(e.call());
      case QueueEffect.AskToCallLater e -> hungUp(e);
      case QueueEffect.SayClosed e -> {
        if (e.offerCallback()) {
          exchange.offerCallback(e.call());
        } else {
          hungUp(e);
        }
      }
      // says what he has to say, and hangs up
      case QueueEffect.TakeMessage e -> hungUp(e);
      case QueueEffect.SayOutage e -> exchange.offerCallback(e.call());
      case QueueEffect.HangUp e -> hungUp(e);
    }
  }

  private void hungUp(QueueEffect.OfCall effect) {
    if (exchange.line(effect.call()).isPresent()) {
      end(effect.call());
    }
  }

  /** While the queue is told who talks nobody is moved: the next one told may be the one moved. */
  private void moveWhoStillRings() {
    List<QueueEffect.Connect> orders = List.copyOf(held);
    held.clear();
    for (QueueEffect.Connect order : orders) {
      boolean stillRings =
          state
              .call(order.call())
              .filter(call -> call.phase() instanceof QueuedCall.Phase.Ringing)
              .filter(call -> call.attempts() == order.attempt())
              .isPresent();
      if (stillRings) {
        exchange
            .connect(order)
            .filter(rings -> !rings)
            .ifPresent(_ -> report(ringEnd(order.call(), order.attempt(), RingResult.BUSY)));
      }
    }
  }

  // ---- the engine away, and back

  /** The exchange's own queue: whoever waits gets a free phone, within the same limits. */
  private void exchangeAlone() {
    promises.happen(now);
    switch (random.nextInt(6)) {
      case 0 -> {
        newest++;
        arrival();
      }
      case 1, 2 -> anyOf(exchange.lines().keySet()).ifPresent(this::endAlone);
      case 3 -> anyOf(exchange.where(Line.Ringing.class::isInstance)).ifPresent(exchange::park);
      default -> connectAlone();
    }
    if (--awayFor == 0) {
      compare();
    }
  }

  private void connectAlone() {
    long busy =
        exchange.where(line -> !(line instanceof Line.Parked)).size()
            + exchange.promises().where(_ -> true).size();
    if (busy < policy.talkingMax()) {
      Desk.TEAM.stream()
          .filter(this::free)
          .findFirst()
          .ifPresent(who ->
              exchange.where(Line.Parked.class::isInstance).stream()
                  .findFirst()
                  .ifPresent(call -> exchange.answer(call, who, now)));
    }
  }

  private void endAlone(CallId call) {
    Line line = exchange.end(call);
    Line.Bridged talked = line instanceof Line.Bridged bridged ? bridged : null;
    notes.add(
        new QueueCommand.RecordOutageCall(
            Desk.end(call),
            now,
            exchange.callers().get(call),
            null,
            talked == null ? null : talked.since(),
            now,
            talked == null ? Outcome.ABANDONED : Outcome.ANSWERED,
            new CallFlags(false, false, true),
            talked == null ? null : talked.with()));
  }

  /**
   * Turns what differs into commands. First who talks, so that nobody who does is moved when a
   * place becomes free; then what is over; then what is new.
   */
  private void compare() {
    compared = now;
    exchange.lines().forEach(this::talking);
    talkersToTell = ready.size();
    ready.addAll(notes);
    notes.clear();
    for (QueuedCall call : state.calls()) {
      CallId id = call.caller().call();
      Optional<Line> line = exchange.line(id);
      if (line.isEmpty()) {
        ready.add(new QueueCommand.EndCall(Desk.end(id), now, id, false));
      } else if (call.phase() instanceof QueuedCall.Phase.Ringing
          && line.get() instanceof Line.Parked) {
        ready.add(ringEnd(id, call.attempts(), RingResult.FAILED));
      }
    }
    state.callbacks().forEach(callback -> promises.compare(callback, now).ifPresent(ready::add));
    for (Technician technician : state.technicians()) {
      release(technician);
      PhoneState phone = exchange.phone(technician.id());
      ready.add(new QueueCommand.NotePhone(name("phone"), now, technician.id(), phone));
    }
    exchange
        .lines()
        .forEach((call, line) -> {
          if (state.call(call).isEmpty() && line instanceof Line.Parked) {
            Caller caller = exchange.callers().get(call);
            ready.add(new QueueCommand.OfferCall(Desk.begin(call), now, caller));
          }
        });
  }

  private void talking(CallId call, Line line) {
    if (!(line instanceof Line.Bridged(TechnicianId with, Instant since))) {
      return;
    }
    if (state.call(call).isEmpty()) {
      ready.add(
          new QueueCommand.AdoptTalking(
              Desk.begin(call), now, exchange.callers().get(call), since, with));
    } else {
      ready.add(
          new QueueCommand.ConfirmAnswer(
              new CommandId(call + "/answered/" + with), now, call, with));
    }
  }

  private void release(Technician technician) {
    if (technician.work() instanceof Technician.Work.Talking(CallId call)
        && !(exchange.lines().get(call) instanceof Line.Bridged bridged
            && bridged.with().equals(technician.id()))) {
      ready.add(
          new QueueCommand.ReleaseTechnician(
              new CommandId(call + "/released/" + technician.id()), now, call, technician.id()));
    }
  }

  // ---- chance

  private CommandId name(String kind) {
    return new CommandId(kind + "/" + ++serial);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> Optional<T> anyOf(Iterable<T> of) {
    List<T> all = new ArrayList<>();
    of.forEach(all::add);
    return all.isEmpty() ? Optional.empty() : Optional.of(any(all));
  }
}
