package svara.engine.directory;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
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
  private final CountDownLatch stop = new CountDownLatch(1);
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

  /** Whether the last time was done, and since when it is so. */
  public record Standing(boolean works, Instant since) {}

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
    this.standing = new Standing(true, clock.instant());
  }

  public synchronized void start() {
    thread = Thread.ofVirtual().name("directory").start(this::run);
  }

  public Standing standing() {
    return standing;
  }

  private void run() {
    Duration pause = pace.first();
    try {
      while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean worked = once();
        if (worked != standing.works()) {
          standing = new Standing(worked, clock.instant());
        }
        pause = pace.after(worked);
      }
    } catch (InterruptedException _) {
      // only closing interrupts
      Thread.currentThread().interrupt();
    }
  }

  private boolean once() throws InterruptedException {
    try {
      List<DirectoryEntry> entries = directory.read();
      Outcome outcome =
          sync.apply(entries)
              .toCompletionStage()
              .toCompletableFuture()
              .get(STORE_MAX.toMillis(), TimeUnit.MILLISECONDS);
      tell(outcome);
      return outcome.applied();
    } catch (DirectoryException e) {
      failed(e);
    } catch (ExecutionException e) {
      failed(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | RuntimeException e) {
      // whatever it is, the next time comes: nobody would see that the thread has ended
      failed(e);
    }
    return false;
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
    stop.countDown();
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
