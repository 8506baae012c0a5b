package svara.engine.port;

import io.vertx.core.Future;
import java.util.List;

/**
 * Whether what is kept is what happened: the queues' states and the calls are made anew from the
 * journal alone and compared. Looks at one moment, also while calls go on. Futures fail with {@link
 * StoreException}.
 */
public interface Verification {

  Future<Report> verify();

  /**
   * What was found; all is well when the last three counts are zero.
   *
   * @param calls offered to queues
   * @param callsWithoutTicket calls of the journal that are on no ticket's timeline
   * @param outcomesOff calls that are over and have not exactly one closing event, or the other way
   *     about
   * @param rebuiltOff queues, calls and promises that the journal gives otherwise than they are
   *     kept
   * @param findings at most 20 of them by name
   */
  record Report(
      long calls,
      long tickets,
      long callsWithoutTicket,
      long outcomesOff,
      long rebuiltOff,
      List<String> findings) {
    public Report {
      findings = List.copyOf(findings);
    }

    public boolean well() {
      return callsWithoutTicket == 0 && outcomesOff == 0 && rebuiltOff == 0;
    }

    /** As {@code ./svara verify} prints it. */
    public String line() {
      return "calls %d tickets %d calls_without_ticket %d outcomes_off %d rebuilt_off %d"
          .formatted(calls, tickets, callsWithoutTicket, outcomesOff, rebuiltOff);
    }
  }
}
