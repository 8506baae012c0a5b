package svara.engine.runtime;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.VoiceMessageStore;
import svara.engine.port.VoiceMessageStore.Removed;

/**
 * Removes the sound of voice messages that have been kept for long enough, and writes what it
 * removed: on each ticket, and in the log. Every node may do it.
 */
public final class MessageRetention {
  private static final Logger LOG = LoggerFactory.getLogger(MessageRetention.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final VoiceMessageStore store;
  private final Scheduler scheduler;
  private final Duration kept;
  private long removed;
  private boolean stopped;
  private Scheduler.@Nullable Task next;

  /**
   * @param kept so long after it was recorded a message is removed
   */
  public MessageRetention(VoiceMessageStore store, Scheduler scheduler, Duration kept) {
    this.store = store;
    this.scheduler = scheduler;
    this.kept = kept;
  }

  /** Begins; to be called where the engine lives, as {@link #stop}. */
  public void start() {
    run();
  }

  public void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
    }
  }

  private void run() {
    store
        .remove(scheduler.now().minus(kept), scheduler.now())
        .onSuccess(this::note)
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("cause", cause.getMessage())
                .log("old voice messages could not be removed; tried again"))
        .onComplete(done -> {
          boolean more = done.succeeded() && !done.result().isEmpty();
          if (done.succeeded() && !more && removed > 0) {
            LOG.atInfo().addKeyValue("removed", removed).log("voice messages removed by retention");
            removed = 0;
          }
          if (!stopped) {
            next = scheduler.after(more ? Duration.ZERO : PAUSE, this::run);
          }
        });
  }

  private void note(List<Removed> gone) {
    removed += gone.size();
    gone.forEach(one ->
        LOG.atInfo()
            .addKeyValue("ticket", one.ticket())
            .addKeyValue("attachment", one.attachment())
            .addKeyValue("recordedAt", one.recordedAt())
            .log("a voice message is removed by retention"));
  }
}
