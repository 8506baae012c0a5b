package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;

/**
 * What is true of a queue's whole journal, from its first event: every offered call is on a ticket
 * and ends once, in one outcome that its events bear out; its moments follow one another; nobody
 * was rung for a caller while an earlier one waited for the same technician; and the journal alone
 * gives the state. The numbers are those of the design.
 */
public final class HistoryInvariants {
  private final List<String> wrong = new ArrayList<>();
  private final Map<CallId, Life> lives = new HashMap<>();
  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private final PromiseHistory promises = new PromiseHistory(wrong);
  private final QueuePolicy policy;
  private QueueState state;

  /** What the journal says of one call. */
  private static final class Life {
    private final Caller caller;
    private @Nullable Instant queuedAt;
    private @Nullable Instant answeredAt;
    private boolean promised;
    private boolean informed;
    private boolean ended;

    private Life(Caller caller) {
      this.caller = caller;
    }
  }

  private HistoryInvariants(QueuePolicy policy, QueueState empty) {
    this.policy = policy;
    this.state = empty;
  }

  /**
   * All that is wrong with a journal, in words; empty when nothing is.
   *
   * @param policy by which the queue was served all the time
   * @param journal every event of the queue, in order
   * @param now the state kept beside it
   */
  public static List<String> violations(
      QueuePolicy policy, List<QueueEvent> journal, QueueState now) {
    HistoryInvariants history = new HistoryInvariants(policy, QueueState.empty(now.queue()));
    journal.forEach(history::happened);
    history.addsUp(now);
    return history.wrong;
  }

  /** As {@link #violations(QueuePolicy, List, QueueState)}, of a queue that serves as is usual. */
  public static List<String> violations(List<QueueEvent> journal, QueueState now) {
    return violations(QueuePolicy.defaults(), journal, now);
  }

  /** Invariant 4, when all is over: the calls that were offered and have no outcome. */
  public static Set<CallId> withoutOutcome(List<QueueEvent> journal) {
    Set<CallId> open = new HashSet<>();
    for (QueueEvent event : journal) {
      if (event instanceof QueueEvent.CallOffered offered) {
        open.add(offered.call());
      } else if (event instanceof QueueEvent.CallEnded ended) {
        open.remove(ended.call());
      }
    }
    return open;
  }

  private void happened(QueueEvent event) {
    if (event instanceof QueueEvent.CallOffered offered) {
      begins(offered);
    } else if (event instanceof QueueEvent.OfCall of) {
      goesOn(of);
    }
    if (event instanceof QueueEvent.TechnicianRung rung && !takenByHand(rung.call())) {
      inOrder(rung.at(), rung.call().value(), rung.technicians());
    } else if (event instanceof QueueEvent.CallbackRung rung
        && rung.by().equals(QueueEvent.CallbackRung.SYSTEM)) {
      inOrder(rung.at(), rung.callback().value(), List.of(rung.technician()));
    }
    if (event instanceof QueueEvent.CallbackRung rung
        && state.calls().stream().anyMatch(call -> call.occupies(rung.technician()))) {
      wrong.add(
          "5: %s is rung for %s beside another call".formatted(rung.technician(), rung.callback()));
    }
    if (event instanceof QueueEvent.CallbackPromised promised) {
      promises.begin(promised.callback());
    } else if (event instanceof QueueEvent.OfCallback of) {
      promises.goOn(of);
    }
    state = QueueLogic.evolve(state, event);
  }

  /** A person chose whom to serve. */
  private boolean takenByHand(CallId call) {
    return state.call(call).filter(c -> c.flags().takenByHand()).isPresent();
  }

  private void begins(QueueEvent.CallOffered e) {
    if (Objects.isNull(e.caller().ticket())) {
      wrong.add("6: no ticket for " + e.call());
    }
    if (lives.put(e.call(), new Life(e.caller())) != null) {
      wrong.add("4: offered twice: " + e.call());
    }
  }

  private void goesOn(QueueEvent.OfCall event) {
    Life life = lives.get(event.call());
    String what = event.getClass().getSimpleName();
    if (life == null) {
      wrong.add("4: %s of %s, which was never offered".formatted(what, event.call()));
      return;
    }
    if (life.ended) {
      wrong.add("4: %s of %s, which had ended".formatted(what, event.call()));
      return;
    }
    if (event instanceof QueueEvent.CallQueued queued && life.queuedAt == null) {
      life.queuedAt = queued.at();
    } else if (event instanceof QueueEvent.CallAnswered answered) {
      life.answeredAt = answered.at();
    } else if (event instanceof QueueEvent.CallbackPromised) {
      life.promised = true;
    } else if (event instanceof QueueEvent.OutageToldFirst) {
      life.informed = true;
    } else if (event instanceof QueueEvent.CallEnded ended) {
      ends(life, ended);
    }
  }

  private void ends(Life life, QueueEvent.CallEnded e) {
    life.ended = true;
    outcomes.merge(e.outcome(), 1L, Long::sum);
    if (!life.caller.equals(e.caller())) {
      wrong.add("6: %s ended as another caller or on another ticket".formatted(e.call()));
    }
    if (life.queuedAt != null && !life.queuedAt.equals(e.queuedAt())) {
      wrong.add("4: %s was queued at another time".formatted(e.call()));
    }
    if (life.answeredAt != null && !life.answeredAt.equals(e.answeredAt())) {
      wrong.add("4: %s was answered at another time".formatted(e.call()));
    }
    momentsInOrder(e);
    String lie = lie(life, e);
    if (lie != null) {
      wrong.add("4: %s is %s but %s".formatted(e.call(), e.outcome(), lie));
    }
  }

  private void momentsInOrder(QueueEvent.CallEnded e) {
    Instant last = e.caller().offeredAt();
    for (Instant moment : new @Nullable Instant[] {e.queuedAt(), e.answeredAt(), e.at()}) {
      if (moment != null) {
        if (moment.isBefore(last)) {
          wrong.add("4: the moments of %s run backwards".formatted(e.call()));
        }
        last = moment;
      }
    }
  }

  /** Where the outcome and the facts differ, or null. */
  private static @Nullable String lie(Life life, QueueEvent.CallEnded e) {
    boolean answered = e.answeredAt() != null;
    if (answered != (e.outcome() == Outcome.ANSWERED)) {
      return answered ? "two people talked" : "nobody answered";
    }
    boolean promised = life.promised && !answered;
    if (promised != (e.outcome() == Outcome.CALLBACK_PROMISED)) {
      return promised ? "a callback was promised" : "no callback was promised";
    }
    return switch (e.outcome()) {
      case CLOSED -> e.flags().outsideHours() ? null : "came in opening hours";
      case TURNED_AWAY -> e.flags().metFull() ? null : "never met a full queue";
      case INFORMED -> life.informed ? null : "was told of no outage";
      case ANSWERED, CALLBACK_PROMISED, ABANDONED_SHORT, ABANDONED, FAILED -> null;
    };
  }

  /** Invariant 3: an earlier one who could have had this technician was passed over. */
  private void inOrder(Instant at, String served, List<TechnicianId> technicians) {
    for (Serving.Candidate earlier : Serving.inTurn(policy, state, at)) {
      String name =
          switch (earlier) {
            case Serving.Candidate.Waiting(QueuedCall call) -> call.caller().call().value();
            case Serving.Candidate.Owed(Callback callback) -> callback.id().value();
          };
      if (name.equals(served)) {
        return;
      }
      for (TechnicianId technician : technicians) {
        if (Serving.eligible(state, earlier, at).stream()
            .anyMatch(t -> t.id().equals(technician))) {
          wrong.add("3: %s was rung for %s before %s".formatted(technician, served, name));
        }
      }
    }
  }

  private void addsUp(QueueState now) {
    promises.addsUp(now);
    if (!state.equals(now)) {
      wrong.add("the journal gives another state: %s, kept is %s".formatted(state, now));
    }
    long ended = outcomes.values().stream().mapToLong(Long::longValue).sum();
    if (lives.size() != ended + now.calls().size()) {
      wrong.add(
          "4: %d offered, %d ended and %d live".formatted(lives.size(), ended, now.calls().size()));
    }
    for (QueuedCall call : now.calls()) {
      Life life = lives.get(call.caller().call());
      if (life == null || life.ended) {
        wrong.add("4: %s is live without a beginning".formatted(call.caller().call()));
      }
    }
  }
}
