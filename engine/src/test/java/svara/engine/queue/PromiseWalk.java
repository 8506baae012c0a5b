package svara.engine.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CommandId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.PromiseModel.Leg;
import svara.engine.queue.PromiseModel.Name;

/** What technicians and callers do with attempts to keep promises, and what is reported of it. */
final class PromiseWalk {
  private final ExchangeModel exchange;
  private final PromiseModel promises;
  private final Random random;
  private final Consumer<QueueCommand> report;
  private final Consumer<QueueCommand> told;
  private boolean closed;

  /**
   * @param report takes what is told over a wire
   * @param told takes what is told for sure
   */
  PromiseWalk(
      ExchangeModel exchange,
      Random random,
      Consumer<QueueCommand> report,
      Consumer<QueueCommand> told) {
    this.exchange = exchange;
    this.promises = exchange.promises();
    this.random = random;
    this.report = report;
    this.told = told;
  }

  /** Carries an order out; what the exchange knows already it does not do again. */
  void order(QueueEffect.CallBack order, Instant now) {
    Name name = new Name(order.callback(), order.order());
    if (promises.known(name)) {
      return;
    }
    if (closed) {
      told.accept(notTaken(name, order.technician(), RingResult.BUSY, now));
    } else if (!exchange.withoutCall(order.technician())) {
      report.accept(notTaken(name, order.technician(), RingResult.BUSY, now));
    } else {
      promises.ring(name, order.technician());
    }
  }

  /** Something happens in one of them. */
  void happen(Instant now) {
    List<Leg> legs = promises.where(_ -> true);
    if (!legs.isEmpty()) {
      step(legs.get(random.nextInt(legs.size())), now);
    }
  }

  private void step(Leg leg, Instant now) {
    Name name = leg.name();
    if (leg.joinedAt() != null) {
      end(leg, AttemptResult.JOINED, CallerWish.NONE, now);
    } else if (leg.dialled() && random.nextBoolean()) {
      promises.join(leg, now);
      report.accept(
          new QueueCommand.NoteJoined(
              id(name, "joined"), now, name.callback(), name.order(), leg.technician()));
    } else if (leg.dialled()) {
      AttemptResult[] results = AttemptResult.values();
      CallerWish[] wishes = CallerWish.values();
      AttemptResult result = results[1 + random.nextInt(results.length - 1)];
      end(leg, result, wishes[random.nextInt(wishes.length)], now);
    } else if (random.nextInt(3) > 0) {
      promises.dial(leg);
      report.accept(
          new QueueCommand.NoteDialled(
              id(name, "dialled"), now, name.callback(), name.order(), leg.technician()));
    } else {
      promises.notTaken(leg);
      RingResult[] results = RingResult.values();
      report.accept(notTaken(name, leg.technician(), results[random.nextInt(results.length)], now));
    }
  }

  private void end(Leg leg, AttemptResult result, CallerWish wish, Instant now) {
    report.accept(end(leg.name(), promises.end(leg, result, wish, now)));
  }

  /** Everybody hangs up, and nobody takes a phone any more. */
  void close(Instant now) {
    closed = true;
    for (Leg leg : promises.where(_ -> true)) {
      if (leg.dialled()) {
        promises.end(
            leg,
            leg.joinedAt() == null ? AttemptResult.CALLER_GONE : AttemptResult.JOINED,
            CallerWish.NONE,
            now);
      } else {
        promises.notTaken(leg);
      }
    }
  }

  /** What the exchange says when it is asked about a promise in somebody's hands. */
  Optional<QueueCommand> compare(Callback callback, Instant now) {
    if (!(callback.stage() instanceof CallbackStage.UnderWay stage)) {
      return Optional.empty();
    }
    Name name = new Name(callback.id(), stage.order());
    Optional<PromiseModel.Over> over = promises.over(name);
    if (over.isPresent()) {
      return Optional.of(end(name, over.get()));
    }
    Leg leg = promises.leg(name).orElse(null);
    return Optional.ofNullable(leg == null ? lost(name, stage, now) : found(leg, stage, now));
  }

  private QueueCommand lost(Name name, CallbackStage.UnderWay stage, Instant now) {
    // ordering it again would ring the same phone; that it was not taken is as good an answer
    return notTaken(name, stage.technician(), RingResult.FAILED, now);
  }

  private @Nullable QueueCommand found(Leg leg, CallbackStage.UnderWay stage, Instant now) {
    Name name = leg.name();
    if (leg.joinedAt() != null && !(stage instanceof CallbackStage.Joined)) {
      return new QueueCommand.NoteJoined(
          id(name, "joined"), now, name.callback(), name.order(), leg.technician());
    }
    return leg.dialled() && stage instanceof CallbackStage.Offered
        ? new QueueCommand.NoteDialled(
            id(name, "dialled"), now, name.callback(), name.order(), leg.technician())
        : null;
  }

  private static QueueCommand notTaken(
      Name name, TechnicianId technician, RingResult result, Instant now) {
    return new QueueCommand.EndOffer(
        id(name, "offer-end"), now, name.callback(), name.order(), technician, result);
  }

  private static QueueCommand end(Name name, PromiseModel.Over over) {
    return new QueueCommand.EndAttempt(
        id(name, "end"),
        over.at(),
        name.callback(),
        name.order(),
        over.result(),
        over.wish(),
        over.joinedAt());
  }

  private static CommandId id(Name name, String what) {
    return new CommandId(name.callback() + "/" + name.order() + "/" + what);
  }
}
