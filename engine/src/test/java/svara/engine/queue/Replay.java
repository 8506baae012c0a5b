package svara.engine.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import svara.engine.id.CommandId;

/**
 * Runs commands through a queue as its owner does, one at a time with a journal that is unique on
 * the command's id, and checks every invariant after each.
 */
final class Replay {
  /** How events change the state; tests put a mistake in here. */
  interface Evolve extends BiFunction<QueueState, QueueEvent, QueueState> {}

  /**
   * What is wrong, and after how many commands.
   *
   * @param commands the commands until and with the one that showed it
   */
  record Failure(List<QueueCommand> commands, List<String> wrong) {}

  private final QueuePolicy policy;
  private final Evolve evolve;
  private final Set<CommandId> known = new HashSet<>();
  private final List<QueueEvent> journal = new ArrayList<>();
  private boolean excused;
  private boolean overRung;
  private QueueState state = QueueState.empty(Desk.QUEUE);

  Replay(QueuePolicy policy) {
    this(policy, QueueLogic::evolve);
  }

  Replay(QueuePolicy policy, Evolve evolve) {
    this.policy = policy;
    this.evolve = evolve;
  }

  QueueState state() {
    return state;
  }

  List<QueueEvent> journal() {
    return journal;
  }

  /** Carries a command out; its decision is empty when the journal has it already. */
  Optional<Decision> run(QueueCommand command) {
    if (known.contains(command.id())) {
      return Optional.empty();
    }
    Decision decision = QueueLogic.decide(policy, state, command);
    for (QueueEvent event : decision.events()) {
      overRung |=
          (event instanceof QueueEvent.TechnicianRung || event instanceof QueueEvent.CallbackRung)
              && !state.placeOpen(policy)
              && !takenByHand(event);
      journal.add(event);
      state = evolve.apply(state, event);
    }
    if (!decision.events().isEmpty()) {
      known.add(command.id());
    }
    return Optional.of(decision);
  }

  /** Carries a command out and says what is wrong afterwards. */
  List<String> check(QueueCommand command, Consumer<Decision> decided) {
    Optional<Decision> decision = run(command);
    if (decision.isEmpty()) {
      return List.of();
    }
    decided.accept(decision.get());
    List<String> wrong = new ArrayList<>();
    List<QueueEvent> events = decision.get().events();
    if (!events.isEmpty()) {
      wrong.addAll(stateViolations(command));
      QueueLogic.nextDeadline(policy, state)
          .filter(_ -> command instanceof QueueCommand.PassTime)
          .filter(next -> !next.isAfter(command.at()))
          .ifPresent(next -> wrong.add("time has passed and " + next + " is still to come"));
    }
    if (decision.get().refusal().isPresent() && !events.isEmpty()) {
      wrong.add("refused, and yet " + events);
    }
    if (!decision.get().state().equals(state)) {
      wrong.add("the decision's events give another state than it says");
    }
    return wrong;
  }

  /**
   * The exchange may bring more talkers than the settings allow. That is excused as long as it
   * lasts, but not that anybody is rung beside them.
   */
  private List<String> stateViolations(QueueCommand command) {
    List<String> wrong = new ArrayList<>(QueueInvariants.violations(policy, state, command.at()));
    List<String> overLimits = QueueInvariants.overLimits(policy, state);
    boolean fact =
        command instanceof QueueCommand.AdoptTalking
            || command instanceof QueueCommand.AdoptRinging
            || command instanceof QueueCommand.ConfirmAnswer;
    excused = (excused || fact) && !overLimits.isEmpty();
    if (excused) {
      wrong.removeAll(overLimits);
    }
    if (overRung) {
      wrong.add("1: rung although all talking places were taken");
    }
    return wrong;
  }

  /** He brings a place of his own. */
  private boolean takenByHand(QueueEvent event) {
    return event instanceof QueueEvent.TechnicianRung rung
        && state.call(rung.call()).filter(call -> call.flags().takenByHand()).isPresent();
  }

  List<String> history() {
    return HistoryInvariants.violations(policy, journal, state);
  }

  /** The first failure of these commands; the history is looked at after the last. */
  static Optional<Failure> firstFailure(
      QueuePolicy policy, Evolve evolve, List<QueueCommand> commands) {
    Replay replay = new Replay(policy, evolve);
    for (int i = 0; i < commands.size(); i++) {
      List<String> wrong = replay.check(commands.get(i), _ -> {});
      if (!wrong.isEmpty()) {
        return Optional.of(new Failure(List.copyOf(commands.subList(0, i + 1)), wrong));
      }
    }
    List<String> wrong = replay.history();
    return wrong.isEmpty() ? Optional.empty() : Optional.of(new Failure(commands, wrong));
  }

  /**
   * The shortest prefix that fails, and of it what is left when every command is dropped that is
   * not needed to fail.
   */
  static Optional<Failure> shrunk(QueuePolicy policy, Evolve evolve, List<QueueCommand> commands) {
    Optional<Failure> found = firstFailure(policy, evolve, commands);
    if (found.isEmpty()) {
      return found;
    }
    Failure shortest = shortestPrefix(policy, evolve, found.get());
    int before = Integer.MAX_VALUE;
    while (shortest.commands().size() < before) {
      before = shortest.commands().size();
      shortest = withoutNeedless(policy, evolve, shortest);
    }
    return Optional.of(shortest);
  }

  private static Failure withoutNeedless(QueuePolicy policy, Evolve evolve, Failure failure) {
    Failure shortest = failure;
    for (int i = failure.commands().size() - 2; i >= 0; i--) {
      if (i < shortest.commands().size()) {
        List<QueueCommand> fewer = new ArrayList<>(shortest.commands());
        fewer.remove(i);
        shortest = firstFailure(policy, evolve, fewer).orElse(shortest);
      }
    }
    return shortest;
  }

  private static Failure shortestPrefix(QueuePolicy policy, Evolve evolve, Failure failure) {
    for (int length = 1; length < failure.commands().size(); length++) {
      Optional<Failure> shorter =
          firstFailure(policy, evolve, failure.commands().subList(0, length));
      if (shorter.isPresent()) {
        return shorter.get();
      }
    }
    return failure;
  }
}
