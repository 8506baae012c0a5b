package svara.telephony.asterisk;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.asteriskjava.manager.event.ManagerEvent;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.queue.RingResult;

/**
 * What the dialplan says of a channel in the variables that every event of it carries ({@code
 * channelvars} in manager.conf).
 *
 * @param call the caller's channel that this one is for, its own for a caller's; empty: not Svara's
 * @param number the caller's number; empty when withheld
 */
record ChannelFacts(
    Optional<CallId> call,
    Optional<QueueId> queue,
    String dialled,
    String state,
    int entry,
    @Nullable Instant arrivedAt,
    String number,
    String name,
    String result,
    int attempt) {

  static final String ASKING = "asking";
  static final String HELD = "held";
  static final String CONNECTING = "connecting";
  static final String FALLBACK = "fallback";

  /** A technician who has dialled a code: nobody's caller. */
  static final String CODE = "code";

  /** Q.850: the technician has refused the call. */
  private static final String CAUSE_REJECTED = "21";

  static ChannelFacts of(ManagerEvent event) {
    @Nullable Map<String, String> told = event.getChannelVariables();
    Map<String, String> vars = told == null ? Map.of() : told;
    boolean withheld = "1".equals(text(vars, "SVARA_WITHHELD"));
    String queue = text(vars, "SVARA_QUEUE");
    String call = text(vars, "SVARA_CALL");
    return new ChannelFacts(
        call.isEmpty() ? Optional.empty() : Optional.of(new CallId(call)),
        queue.isEmpty() ? Optional.empty() : Optional.of(new QueueId(queue)),
        cut(text(vars, "SVARA_NUMBER"), 40),
        text(vars, "SVARA_STATE"),
        number(text(vars, "SVARA_ENTRY")),
        ExchangeClock.parse(text(vars, "SVARA_ARRIVED")),
        withheld ? "" : cut(harmless(event.getCallerIdNum()), 40),
        cut(harmless(event.getCallerIdName()), 80),
        text(vars, "SVARA_RESULT"),
        number(text(vars, "SVARA_ATTEMPT")));
  }

  /** Whether the channel with this id is a caller's. */
  boolean callers(@Nullable String uniqueId) {
    return call.isPresent() && call.get().value().equals(uniqueId);
  }

  /** How the ring ended, by DIALSTATUS and the cause of the last phone (Q.850). */
  RingResult ringResult() {
    int dash = result.indexOf('-');
    String status = dash < 0 ? result : result.substring(0, dash);
    String cause = dash < 0 ? "" : result.substring(dash + 1);
    if (cause.equals(CAUSE_REJECTED)) {
      return RingResult.REJECTED;
    }
    return switch (status) {
      case "NOANSWER" -> RingResult.NO_ANSWER;
      case "BUSY" -> RingResult.BUSY;
      case "CHANUNAVAIL", "CONGESTION" -> RingResult.UNREACHABLE;
      default -> RingResult.FAILED;
    };
  }

  private static String text(Map<String, String> vars, String name) {
    @Nullable String value = vars.get(name);
    return value == null ? "" : value;
  }

  private static int number(String digits) {
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
  }

  /** The dialplan has filtered already; a foreign exchange may have been told otherwise. */
  private static String harmless(@Nullable String text) {
    return text == null ? "" : text.replaceAll("\\p{Cntrl}", "").strip();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
