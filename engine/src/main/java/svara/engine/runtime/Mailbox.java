package svara.engine.runtime;

import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CommandId;
import svara.engine.port.QueueService.Submitted;
import svara.engine.port.StoreException;
import svara.engine.queue.QueueCommand;

/** Commands of one queue that wait to be decided, and what the last few thousand led to. */
final class Mailbox {
  static final int MAX = 10_000;
  private static final int BATCH_MAX = 64;
  private static final int REMEMBERED_MAX = 4_096;

  /** A command and who waits for its result. */
  record Letter(QueueCommand command, Promise<Submitted> promise, Instant since) {}

  private final Deque<Letter> letters = new ArrayDeque<>();
  private final Map<CommandId, Letter> unanswered = new HashMap<>();
  private final Map<CommandId, Submitted> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CommandId, Submitted> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };
  private int alone;

  /** What the command led to when it came before. */
  @Nullable Submitted before(CommandId id) {
    return remembered.get(id);
  }

  /**
   * The letter, or nothing when there is no room. A command that waits already, or is being
   * written, gets the letter it has: both askers hear of the one result, and a batch never holds
   * one fact twice.
   */
  Optional<Letter> put(QueueCommand command, Instant now) {
    Letter first = unanswered.get(command.id());
    if (first != null) {
      return Optional.of(first);
    }
    if (letters.size() >= MAX) {
      return Optional.empty();
    }
    Letter letter = new Letter(command, Promise.promise(), now);
    letters.addLast(letter);
    unanswered.put(command.id(), letter);
    letter.promise().future().onComplete(_ -> unanswered.remove(command.id(), letter));
    return Optional.of(letter);
  }

  boolean isEmpty() {
    return letters.isEmpty();
  }

  int size() {
    return letters.size();
  }

  /** Since when the oldest letter waits. */
  @Nullable Instant oldest() {
    Letter first = letters.peekFirst();
    return first == null ? null : first.since();
  }

  /** Takes the next letters out, in order; they share one write. */
  List<Letter> nextBatch() {
    int max = alone > 0 ? 1 : BATCH_MAX;
    alone = Math.max(0, alone - 1);
    List<Letter> batch = new ArrayList<>();
    while (batch.size() < max && !letters.isEmpty()) {
      batch.add(letters.removeFirst());
    }
    return batch;
  }

  /** Puts letters back in front, in their order. */
  void putBack(List<Letter> batch) {
    batch.reversed().forEach(letters::addFirst);
  }

  /**
   * As {@link #putBack}; each of them then is a batch of its own, so that one bad one fails alone.
   */
  void putBackAlone(List<Letter> batch) {
    alone = batch.size();
    putBack(batch);
  }

  /** What a command led to is stored: whoever asks again gets the same answer. */
  void answer(Letter letter, Submitted submitted) {
    if (!submitted.events().isEmpty()) {
      remembered.put(letter.command().id(), submitted);
    }
    letter.promise().complete(submitted);
  }

  /** Fails all that wait. */
  void close(StoreException why) {
    while (!letters.isEmpty()) {
      letters.removeFirst().promise().fail(why);
    }
  }
}
