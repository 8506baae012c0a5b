package svara.engine.directory;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.directory.DirectorySync.Outcome;
import svara.engine.people.DirectoryEntry;

/**
 * Asks a directory again and again, for as long as it is open; the first time soon after the start.
 * Runs on a virtual thread of its own. A failed time changes nothing and is seen in {@link
 * #standing}; the next comes when it would have come anyway, or sooner.
 */
public final class DirectorySchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectorySchedule.class);

  private static final Duration STORE_MAX = Duration.ofMinutes(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final LdapDirectory directory;
  private final Function<List<DirectoryEntry>, Future<Outcome>> sync;
  private final Pace pace;
  private final InstantSource clock;

  /** A permit asks at once. */
  private final Semaphore asked = new Semaphore(0);

  private volatile boolean stopped;
  private volatile Standing standing;
  private @Nullable Thread thread;

  /**
   * When it is asked.
   *
   * @param first so long after the start
   * @param every from one time to the next
   * @param retry after a failure, if that is sooner
   */
  public record Pace(Duration first, Duration every, Duration retry) {
    public static Pace every(Duration every) {
      return new Pace(Duration.ofSeconds(30), every, Duration.ofMinutes(15));
    }

    Duration after(boolean worked) {
      return worked || every.compareTo(retry) < 0 ? every : retry;
    }
  }

  /**
   * Whether the last time was done, and since when it is so.
   *
   * @param trouble why not; null when it was
   */
  public record Standing(@Nullable Trouble trouble, Instant since) {
    public boolean works() {
      return trouble == null;
    }
  }

  /** What a person must look after. */
  public enum Trouble {
    /** No whole answer, or it could not be stored. */
    NOT_READ,
    /** More would leave at once than the settings allow. */
    TOO_MANY_LEAVE
  }

  /**
   * For one directory.
   *
   * @param sync called on the schedule's thread; where the work is done is its own choice
   */
  public DirectorySchedule(
      LdapDirectory directory,
      Function<List<DirectoryEntry>, Future<Outcome>> sync,
      Pace pace,
      InstantSource clock) {
    this.directory = directory;
    this.sync = sync;
    this.pace = pace;
    this.clock = clock;
    this.standing = new Standing(null, clock.instant());
  }

  public synchronized void start() {
    thread = Thread.ofVirtual().name("directory").start(this::run);
  }

  public Standing standing() {
    return standing;
  }

  /** Asks soon, whenever the next time would have been. */
  public void askNow() {
    asked.release();
  }

  private void run() {
    Duration pause = pace.first();
    try {
      while (waited(pause)) {
        Trouble trouble = once();
        if (trouble != standing.trouble()) {
          standing = new Standing(trouble, clock.instant());
        }
        pause = pace.after(trouble == null);
      }
    } catch (InterruptedException _) {
      // only closing interrupts
      Thread.currentThread().interrupt();
    }
  }

  /** Until the time has passed, or somebody wants it now; false when it is over. */
  private boolean waited(Duration pause) throws InterruptedException {
    if (asked.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      // who asked twice meanwhile wanted the same
      asked.drainPermits();
    }
    return !stopped;
  }

  private @Nullable Trouble once() throws InterruptedException {
    try {
      List<DirectoryEntry> entries = directory.read();
      Outcome outcome =
          sync.apply(entries)
              .toCompletionStage()
              .toCompletableFuture()
              .get(STORE_MAX.toMillis(), TimeUnit.MILLISECONDS);
      tell(outcome);
      return outcome.applied() ? null : Trouble.TOO_MANY_LEAVE;
    } catch (DirectoryException e) {
      failed(e);
    } catch (ExecutionException e) {
      failed(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | RuntimeException e) {
      // whatever it is, the next time comes: nobody would see that the thread has ended
      failed(e);
    }
    return Trouble.NOT_READ;
  }

  private static void failed(Throwable cause) {
    LOG.atWarn()
        .addKeyValue("cause", cause.getMessage())
        .log("the directory was not taken over; nothing was changed, it is tried again");
  }

  private static void tell(Outcome outcome) {
    var line = outcome.applied() ? LOG.atInfo() : LOG.atWarn();
    line.addKeyValue("changed", outcome.diff().changes().size())
        .addKeyValue("unchanged", outcome.diff().unchanged())
        .addKeyValue("leavers", outcome.diff().leavers())
        .addKeyValue("conflicts", outcome.diff().conflicts().size())
        .log(
            outcome.applied()
                ? "people are as the directory has them"
                : "too many would leave at once, and nothing was changed: look with"
                    + " \"svara people sync --dry-run\"");
  }

  @Override
  public synchronized void close() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(CLOSE_MAX);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
