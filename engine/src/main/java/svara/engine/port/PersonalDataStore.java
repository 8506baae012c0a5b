package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What takes personal data out of what is kept: by a retention plan, and by a person's own wish.
 * Figures stay as they were. Each step is one transaction that also notes what it removed, so that
 * it may be stopped anywhere and gone on with. Futures fail with {@link StoreException}.
 */
public interface PersonalDataStore {

  /** What a line of the plan is about. */
  enum What {
    /** Everything that says who it was, and what was said. */
    PEOPLE,
    /** Mails as they came, and as they went. */
    MAILS,
    /** Files and voice messages. */
    FILES
  }

  /** How much of what would be removed now; nothing is. */
  Future<Map<String, Long>> due(What what, Instant before);

  /**
   * Removes some of it.
   *
   * @param line of the plan, as it is called there
   * @param before tickets closed before this moment
   * @return how much of what; empty when nothing is left, or another node does it
   */
  Future<Optional<Map<String, Long>>> step(String line, What what, Instant before, Instant at);

  /**
   * What was removed, the last first.
   *
   * @param limit 1 to 1,000
   */
  Future<List<Run>> runs(int limit);

  /**
   * A step that removed something.
   *
   * @param line of the plan
   * @param removed how much of what
   */
  record Run(Instant at, String line, What what, Instant before, Map<String, Long> removed) {
    public Run {
      removed = Map.copyOf(removed);
    }
  }

  /**
   * Begins to erase a person; the same one as before when that is not finished.
   *
   * @param by who ordered it
   * @return its number; empty when nobody is known under the address
   */
  Future<OptionalLong> beginErasure(String address, String by, Instant at);

  /** Erases some of it. */
  Future<Progress> eraseStep(long erasure, Instant at);

  /**
   * How far an erasure is.
   *
   * @param left there is more to do now
   * @param waiting calls, promises and tickets that are left until they are over
   */
  record Progress(boolean left, long waiting) {}

  /**
   * Looks through some mails of others for the person's addresses.
   *
   * @param after the last mail looked at, 0 first
   * @return the last mail looked at; empty when all are
   */
  Future<OptionalLong> eraseMentions(long erasure, long after);

  /** Erasures that wait for something to be over. */
  Future<List<Long>> openErasures();

  /** An erasure, as it is recorded. */
  Future<Optional<Erasure>> erasure(long id);

  /**
   * What was asked for, and done.
   *
   * @param finished nothing of the person is left
   */
  record Erasure(Instant askedAt, String by, boolean finished, Map<String, Long> removed) {
    public Erasure {
      removed = Map.copyOf(removed);
    }
  }
}
