package svara.telephony.simulated;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.CallbackId;
import svara.engine.port.CallbackPhones.Attempt;
import svara.engine.port.CallbackPhones.Step;
import svara.engine.port.CallbackPhones.Trace;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallerWish;
import svara.engine.queue.RingResult;

/** Attempts to keep promises: those on their way, and the claims, which outlive a restart. */
final class Callbacks {
  private final SimulatedExchange exchange;
  private final Map<Name, CallbackAttempt> living = new LinkedHashMap<>();
  private final Map<Name, Step> last = new HashMap<>();
  private final Map<Name, Claim> claims = new HashMap<>();

  /** Names an attempt. */
  private record Name(CallbackId callback, int attempt) {
    static Name of(Attempt order) {
      return new Name(order.callback(), order.attempt());
    }
  }

  /** The caller was dialled, and what came of it, when it is over. */
  private record Claim(Instant dialledAt, Optional<Trace.Over> over) {}

  Callbacks(SimulatedExchange exchange) {
    this.exchange = exchange;
  }

  Future<Void> callBack(Attempt order) {
    if (order.epoch() < exchange.epoch(order.queue())) {
      return Future.failedFuture(
          new PhoneSystemException(Kind.REFUSED, "the exchange knows a higher epoch"));
    }
    Name name = Name.of(order);
    if (claims.containsKey(name) && !living.containsKey(name)) {
      over(name)
          .ifPresent(
              over -> report(name, new Step.Ended(over.result(), over.wish()), over.endedAt()));
    } else if (last.containsKey(name)) {
      report(name, last.get(name), exchange.clock().instant());
    } else if (!living.containsKey(name)) {
      CallbackAttempt attempt = new CallbackAttempt(this, exchange, order);
      living.put(name, attempt);
      attempt.start();
    }
    return Future.succeededFuture();
  }

  Optional<Trace> trace(CallbackId callback, int attempt) {
    Name name = new Name(callback, attempt);
    CallbackAttempt alive = living.get(name);
    return alive != null ? Optional.of(alive.trace()) : over(name).map(over -> over);
  }

  /** One that was dialled, and whose end was lost with the exchange, is over all the same. */
  private Optional<Trace.Over> over(Name name) {
    return Optional.ofNullable(claims.get(name))
        .map(claim ->
            claim
                .over()
                .orElseGet(() ->
                    new Trace.Over(
                        AttemptResult.CONGESTION,
                        CallerWish.NONE,
                        claim.dialledAt(),
                        Optional.empty(),
                        exchange.clock().instant())));
  }

  void forget(CallbackId callback, int attempt) {
    Name name = new Name(callback, attempt);
    if (!living.containsKey(name)) {
      claims.remove(name);
      last.remove(name);
    }
  }

  /** All calls are gone; what is kept on disk is not. */
  void restart() {
    List.copyOf(living.values()).forEach(CallbackAttempt::lost);
    living.clear();
    last.clear();
  }

  /** Claims the attempt; only who gets the claim may dial. */
  boolean claim(CallbackId callback, int attempt) {
    return claims.putIfAbsent(
            new Name(callback, attempt), new Claim(exchange.clock().instant(), Optional.empty()))
        == null;
  }

  // --- what becomes of an attempt

  void step(Attempt order, Step step) {
    last.put(Name.of(order), step);
    report(Name.of(order), step, exchange.clock().instant());
  }

  void notTaken(Attempt order, RingResult why) {
    living.remove(Name.of(order));
    step(order, new Step.NotTaken(order.technician().technician(), why));
    exchange.technicianFreed(order.queue());
  }

  void ended(Attempt order, AttemptResult result, CallerWish wish, Optional<Instant> joinedAt) {
    Name name = Name.of(order);
    living.remove(name);
    claims.computeIfPresent(
        name,
        (n, claim) ->
            new Claim(
                claim.dialledAt(),
                Optional.of(
                    new Trace.Over(
                        result, wish, claim.dialledAt(), joinedAt, exchange.clock().instant()))));
    step(order, new Step.Ended(result, wish));
    exchange.technicianFreed(order.queue());
  }

  private void report(Name name, Step step, Instant at) {
    exchange.report(l -> l.attempted(name.callback(), name.attempt(), step, at));
  }
}
