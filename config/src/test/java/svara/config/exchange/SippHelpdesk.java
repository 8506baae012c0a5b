package svara.config.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import svara.config.TestDatabase;
import svara.engine.runtime.QueueSetup;
import svara.telephony.asterisk.AsteriskInstance;

/** A helpdesk at which callers and technicians are played by SIPp, and what each SIPp counted. */
final class SippHelpdesk implements AutoCloseable {
  private static final Duration ENDS = Duration.ofSeconds(90);

  private final Helpdesk helpdesk;
  private final Sipp sipp;
  private final Map<String, Sipp.Phone> technicians = new LinkedHashMap<>();
  private final List<Sipp.Phone> callers = new ArrayList<>();

  SippHelpdesk(AsteriskInstance asterisk, TestDatabase database, Path folder, QueueSetup... at) {
    helpdesk = new Helpdesk(asterisk, database, at);
    sipp = new Sipp(AsteriskInstance.sipp(), folder, asterisk.sip());
  }

  Helpdesk helpdesk() {
    return helpdesk;
  }

  // --- technicians

  /** Their phones ring for a time and are answered. */
  SippHelpdesk answering(Duration ringing, String... desks) {
    for (String desk : desks) {
      technicians.put(desk, sipp.technician(desk, AsteriskInstance.PHONE_SECRET, ringing));
    }
    return this;
  }

  /** His phone refuses every call with this status. */
  SippHelpdesk refusing(String desk, String status) {
    technicians.put(desk, sipp.refusing(desk, AsteriskInstance.PHONE_SECRET, status));
    return this;
  }

  /** What a technician's phone has counted, which ends for it. */
  SippCounts at(String desk) {
    Sipp.Phone phone = technicians.get(desk);
    if (!phone.over()) {
      phone.finish();
    }
    return phone.counts();
  }

  /** What all their phones have counted, which end for it. */
  SippCounts atTechnicians() {
    return SippCounts.sum(technicians.keySet().stream().map(this::at).toList());
  }

  // --- callers

  Sipp.Phone call(Sipp.Caller caller, String from) {
    return with(sipp.call(caller, from));
  }

  /** See {@link Sipp#calls}. */
  Sipp.Phone calls(Sipp.Caller caller, List<String> from, int perSecond, int atOnce) {
    return with(sipp.calls(caller, from, perSecond, atOnce));
  }

  private Sipp.Phone with(Sipp.Phone caller) {
    callers.add(caller);
    return caller;
  }

  /** Waits until a caller's SIPp has ended, and every call of it went as its scenario says. */
  static void over(Sipp.Phone... phones) {
    for (Sipp.Phone phone : phones) {
      if (phone.ended(ENDS) != 0) {
        throw new AssertionError("a caller's call went otherwise: " + phone.errors());
      }
    }
  }

  /** What all callers have counted. */
  SippCounts atCallers() {
    return SippCounts.sum(callers.stream().map(Sipp.Phone::counts).toList());
  }

  /** From now on only those who call later count. */
  void forgetCallers() {
    callers.clear();
  }

  // --- books

  /** How many calls of a queue have come to which outcome, when all have ended. */
  Map<String, Long> byOutcome(String queue, int calls) {
    Map<String, Long> outcomes = new TreeMap<>();
    helpdesk.outcomes(queue, calls).forEach(outcome -> outcomes.merge(outcome, 1L, Long::sum));
    return outcomes;
  }

  @Override
  public void close() {
    technicians.keySet().forEach(desk -> sipp.signOff(desk, AsteriskInstance.PHONE_SECRET));
    sipp.close();
    helpdesk.close();
  }
}
