package svara.engine.directory;

import io.vertx.core.Future;
import java.util.List;
import svara.engine.people.DirectoryDiff;
import svara.engine.people.DirectoryEntry;
import svara.engine.people.DirectoryList;
import svara.engine.people.NumberPlan;
import svara.engine.port.DirectoryStore;

/** Brings the people up to date with what a directory answered: all of it, or nothing. */
public final class DirectorySync {
  private final DirectoryStore people;
  private final NumberPlan numbers;
  private final int leaversPercentMax;

  /**
   * For one organisation.
   *
   * @param leaversPercentMax of those who work here; when more leave at once, nothing is changed
   */
  public DirectorySync(DirectoryStore people, NumberPlan numbers, int leaversPercentMax) {
    this.people = people;
    this.numbers = numbers;
    this.leaversPercentMax = leaversPercentMax;
  }

  /**
   * What was found.
   *
   * @param applied whether it was done
   */
  public record Outcome(DirectoryDiff diff, boolean tooManyLeave, boolean applied) {}

  /** How much is to be done. */
  public enum Extent {
    /** Nothing is changed. */
    COMPARE,
    /** All is done, unless too many would leave. */
    CAREFUL,
    /** All is done, however many leave: somebody has looked. */
    ALL
  }

  /** Compares and, if it may, applies. Fails with {@link svara.engine.port.StoreException}. */
  public Future<Outcome> run(List<DirectoryEntry> entries, Extent extent) {
    DirectoryList listed = DirectoryList.read(numbers, entries);
    return people
        .known()
        .map(known -> DirectoryDiff.of(known, listed))
        .compose(diff -> {
          boolean tooMany = diff.tooManyLeave(leaversPercentMax);
          boolean apply = extent == Extent.ALL || (extent == Extent.CAREFUL && !tooMany);
          boolean differs = !diff.changes().isEmpty() || !diff.vanished().isEmpty();
          Future<Void> done =
              apply && differs ? people.apply(diff) : Future.<Void>succeededFuture();
          return done.map(_ -> new Outcome(diff, tooMany, apply));
        });
  }
}
