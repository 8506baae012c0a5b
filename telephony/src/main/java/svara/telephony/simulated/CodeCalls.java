package svara.telephony.simulated;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.port.FeatureCode;
import svara.engine.port.Orders.Dismiss;
import svara.engine.port.Orders.Said;
import svara.engine.port.Prompt;

/** Technicians who have dialled a code and wait to hear what came of it. */
final class CodeCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SimulatedExchange exchange;
  private final Map<CallId, CodeCall> waiting = new HashMap<>();
  private int calls;

  CodeCalls(SimulatedExchange exchange) {
    this.exchange = exchange;
  }

  /** One such call. */
  final class CodeCall {
    private final CallId id;
    private final SimulatedTechnician technician;
    private boolean speaks;

    private CodeCall(CallId id, SimulatedTechnician technician) {
      this.id = id;
      this.technician = technician;
    }

    boolean speaks() {
      return speaks;
    }

    private Future<Said> say(List<Prompt> prompts) {
      waiting.remove(id);
      speaks = true;
      Promise<Said> said = Promise.promise();
      Duration length =
          prompts.stream().map(exchange::lengthOf).reduce(Duration.ZERO, Duration::plus);
      exchange
          .clock()
          .after(
              length,
              () -> {
                technician.codeOver(prompts);
                said.tryComplete(Said.DONE);
              });
      return said.future();
    }
  }

  boolean waits(CallId call) {
    return waiting.containsKey(call);
  }

  CodeCall dialled(SimulatedTechnician technician, String dialled, Optional<String> recording) {
    CallId id = new CallId("sim-code." + ++calls);
    CodeCall call = new CodeCall(id, technician);
    waiting.put(id, call);
    Optional<FeatureCode> code = FeatureCode.of(dialled);
    exchange
        .clock()
        .after(
            SimulatedExchange.HANDLING,
            () -> {
              Instant at = exchange.clock().instant();
              code.ifPresentOrElse(
                  c ->
                      exchange.report(l ->
                          l.dialledCode(id, technician.phone().technician(), c, recording, at)),
                  () -> call.say(List.of(Prompt.CODE_REFUSED)));
            });
    exchange.clock().after(PATIENCE, () -> forsaken(call));
    return call;
  }

  private void forsaken(CodeCall call) {
    if (waits(call.id)) {
      call.say(List.of(Prompt.CODE_NOT_NOW));
    }
  }

  Future<Said> say(Dismiss order) {
    CodeCall call = waiting.get(order.call());
    return call == null ? Future.succeededFuture(Said.GONE) : call.say(order.prompts());
  }
}
