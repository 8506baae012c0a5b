package svara.engine.runtime;

import io.vertx.core.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches an event loop: whatever it does not come to within the limit, callers feel. Time in which
 * the operating system did not let the loop's thread run, though it could have, is told apart: on a
 * starved machine no program is quick, and it is not the program that wants mending. Linux counts
 * it for each thread ({@code schedstat}); where it does not, all time counts as the loop's own.
 */
public final class LoopWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopWatch.class);

  /** Longer than this no caller waits for us without its being told. */
  public static final Duration LIMIT = Duration.ofMillis(200);

  /** What the log says of a loop that was stuck. */
  public static final String BLOCKED = "an event loop was blocked";

  private static final Duration LOOK = Duration.ofMillis(20);

  private final Context loop;
  private final Duration limit;
  private final Thread watcher;
  private final AtomicLong stalls = new AtomicLong();
  private volatile boolean closed;
  private volatile @Nullable Thread loopThread;
  private volatile @Nullable Path schedule;

  /** A question to the loop, and what was known when it was asked. */
  private final class Question {
    private final long askedAt = System.nanoTime();
    private final long keptBefore = kept();
    private volatile long answeredAt;
    private volatile long keptAfter;
    private StackTraceElement @Nullable [] where;

    void answered() {
      keptAfter = kept();
      answeredAt = System.nanoTime();
    }

    boolean open() {
      return answeredAt == 0;
    }

    Duration stall() {
      return Duration.ofNanos((open() ? System.nanoTime() : answeredAt) - askedAt);
    }

    Duration keptWaiting() {
      return Duration.ofNanos((open() ? kept() : keptAfter) - keptBefore);
    }

    Duration own() {
      return stall().minus(keptWaiting());
    }
  }

  private LoopWatch(Context loop, Duration limit) {
    this.loop = loop;
    this.limit = limit;
    this.watcher = Thread.ofPlatform().daemon().name("loop-watch").unstarted(this::watch);
  }

  /** Watches the loop of a context until it is closed. */
  public static LoopWatch over(Context loop, Duration limit) {
    LoopWatch watch = new LoopWatch(loop, limit);
    loop.runOnContext(_ -> watch.loopThread = Thread.currentThread());
    loop.runOnContext(_ -> watch.schedule = ownSchedule());
    watch.watcher.start();
    return watch;
  }

  /** How often the loop was stuck for longer than the limit by its own doing. */
  public long stalls() {
    return stalls.get();
  }

  private void watch() {
    while (!closed) {
      Question question = new Question();
      loop.runOnContext(_ -> question.answered());
      while (question.open() && !closed) {
        LockSupport.parkNanos(LOOK.toNanos());
        lookAt(question);
      }
      tell(question);
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private void lookAt(Question question) {
    Thread thread = loopThread;
    if (question.open()
        && question.where == null
        && thread != null
        && question.own().compareTo(limit) > 0) {
      question.where = thread.getStackTrace();
    }
  }

  private void tell(Question question) {
    if (question.open() || question.own().compareTo(limit) <= 0) {
      return;
    }
    stalls.incrementAndGet();
    IllegalStateException there = new IllegalStateException("it was here");
    StackTraceElement[] where = question.where;
    there.setStackTrace(where == null ? new StackTraceElement[0] : where);
    LOG.atWarn()
        .addKeyValue("blockedMillis", question.own().toMillis())
        .addKeyValue("starvedMillis", question.keptWaiting().toMillis())
        .addKeyValue("limitMillis", limit.toMillis())
        .setCause(there)
        .log(BLOCKED);
  }

  /** Nanoseconds for which the loop's thread was ready and not let run, since it began. */
  private long kept() {
    Path file = schedule;
    if (file == null) {
      return 0;
    }
    try {
      String[] fields = Files.readString(file).strip().split(" ", -1);
      return fields.length < 2 ? 0 : Long.parseLong(fields[1]);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Where Linux keeps the calling thread's account, or nothing elsewhere. */
  private static @Nullable Path ownSchedule() {
    try {
      Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      Path file = Path.of("/proc").resolve(thread).resolve("schedstat");
      return Files.isReadable(file) ? file : null;
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }
}
