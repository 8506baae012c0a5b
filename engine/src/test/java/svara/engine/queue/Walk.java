package svara.engine.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up commands, one after the other, knowing what came of those before. */
interface Walk {
  /** The next command, or nothing at the end. */
  Optional<QueueCommand> next(QueueState state);

  /** What came of the command; not told of one that the journal knew already. */
  default void decided(Decision decision) {}

  /**
   * A walk that was gone.
   *
   * @param wrong what was wrong where it stopped; empty when it came to its end
   */
  record Gone(List<QueueCommand> commands, Replay replay, List<String> wrong) {}

  /** Goes to the end, or to the first thing that is wrong. */
  static Gone go(QueuePolicy policy, Walk walk) {
    Replay replay = new Replay(policy);
    List<QueueCommand> commands = new ArrayList<>();
    Optional<QueueCommand> next = walk.next(replay.state());
    while (next.isPresent()) {
      commands.add(next.get());
      List<String> wrong = replay.check(next.get(), walk::decided);
      if (!wrong.isEmpty()) {
        return new Gone(commands, replay, wrong);
      }
      next = walk.next(replay.state());
    }
    return new Gone(commands, replay, replay.history());
  }
}
