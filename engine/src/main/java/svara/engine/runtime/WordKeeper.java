package svara.engine.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.WordStore;
import svara.engine.port.WordStore.Made;

/**
 * Makes the words that tickets are found by, after what they are of is stored: a few at a time, one
 * statement after the other, so that mails and calls never wait for it. What has no words yet is
 * found too, only slower. Every node may do it.
 */
public final class WordKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(WordKeeper.class);
  private static final int AT_ONCE_MAX = 25;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
  private static final Duration BREATH = Duration.ofMillis(20);
  // two thirds of a processor are left to mails and calls, until too much would be looked through
  private static final int REST = 2;
  private static final Duration BEHIND_LONG = Duration.ofMinutes(1);

  private final WordStore words;
  private final Scheduler scheduler;
  private Duration pause = PAUSE;
  private Duration behind = Duration.ZERO;
  private long made;
  private boolean stopped;
  private Scheduler.@Nullable Task next;

  public WordKeeper(WordStore words, Scheduler scheduler) {
    this.words = words;
    this.scheduler = scheduler;
  }

  /** Begins; to be called where the engine lives, as all the rest. */
  public void start() {
    next = scheduler.after(PAUSE, this::keepUp);
  }

  public void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
    }
  }

  /** How long the oldest of those made last had waited; nothing when none waits. */
  public Duration behind() {
    return behind;
  }

  /** So many entries and subjects since it began. */
  public long made() {
    return made;
  }

  private void keepUp() {
    long began = scheduler.nanos();
    words
        .make(AT_ONCE_MAX)
        .onComplete(done -> {
          boolean more = done.succeeded() && noted(done.result());
          if (done.succeeded()) {
            pause = PAUSE;
          } else if (pause.compareTo(PAUSE_MAX) < 0) {
            LOG.atDebug()
                .addKeyValue("cause", String.valueOf(done.cause().getMessage()))
                .log("words are not made for now");
            pause = pause.multipliedBy(2);
          }
          if (!stopped) {
            next = scheduler.after(more ? rest(began) : pause, this::keepUp);
          }
        });
  }

  /** In a rush the words wait; what waits long makes every search slow, so that rest has an end. */
  private Duration rest(long began) {
    Duration took = Duration.ofNanos(scheduler.nanos() - began);
    boolean patient = behind.compareTo(BEHIND_LONG) < 0;
    Duration rest = patient ? took.multipliedBy(REST) : BREATH;
    return rest.compareTo(BREATH) < 0 ? BREATH : rest.compareTo(PAUSE) > 0 ? PAUSE : rest;
  }

  private boolean noted(Made last) {
    made += last.count();
    behind = last.count() == 0 ? Duration.ZERO : last.behind();
    return last.count() == AT_ONCE_MAX;
  }
}
