package svara.engine.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import svara.engine.port.Prompt;
import svara.engine.queue.QueueEffect;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;

/**
 * What a waiting caller is told, made of the queue's own recent calls: with fewer than ten handled
 * calls no time is spoken, because it would be a guess.
 */
final class Announcements {
  private static final int LEAST = 10;
  private static final int MOST = 50;
  private final Deque<Duration> handling = new ArrayDeque<>();

  void note(QueueEvent event) {
    if (event instanceof QueueEvent.CallEnded ended && ended.answeredAt() != null) {
      handling.addLast(Duration.between(ended.answeredAt(), ended.at()));
      if (handling.size() > MOST) {
        handling.removeFirst();
      }
    }
  }

  /** How long the caller at this place will wait about, when enough calls say so. */
  Optional<Duration> expectedWait(int position, QueuePolicy policy) {
    if (handling.size() < LEAST) {
      return Optional.empty();
    }
    Duration mean =
        handling.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(handling.size());
    return Optional.of(mean.multipliedBy(position).dividedBy(policy.talkingMax()));
  }

  List<Prompt> forHold(QueueEffect.Hold hold, QueuePolicy policy) {
    List<Prompt> prompts = new ArrayList<>();
    if (hold.greet()) {
      prompts.add(Prompt.GREETING);
      prompts.addAll(Prompt.place(hold.position()));
      expectedWait(hold.position(), policy).ifPresent(w -> prompts.addAll(Prompt.waiting(w)));
    }
    return prompts;
  }
}
