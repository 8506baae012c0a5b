package svara.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.TicketNumber;
import svara.engine.port.LiveUpdate;
import svara.engine.port.MessageFolder;
import svara.engine.port.MessageFolder.Recording;
import svara.engine.port.VoiceMessageStore;
import svara.engine.port.VoiceMessageStore.VoiceMessage;
import svara.engine.ticket.VoiceSound;

/**
 * Takes what callers have left to be heard from the exchange's folder to their tickets. The folder
 * is the truth: a recording leaves it when it is stored, so that one made while no engine was there
 * is found by the next, and one that two engines find is stored once, by its call.
 */
public final class MessageKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(MessageKeeper.class);
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final MessageFolder folder;
  private final VoiceMessageStore store;
  private final LiveFeed live;
  private final Scheduler scheduler;

  /** Recordings in another form than ours, each told of once; they stay where they are. */
  private final Set<CallId> foreign = new HashSet<>();

  private boolean stopped;
  private Scheduler.@Nullable Task next;

  public MessageKeeper(
      MessageFolder folder, VoiceMessageStore store, LiveFeed live, Scheduler scheduler) {
    this.folder = folder;
    this.store = store;
    this.live = live;
    this.scheduler = scheduler;
  }

  /** Begins, with what was left behind; to be called where the engine lives, as {@link #stop}. */
  public void start() {
    look();
  }

  public void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
    }
  }

  private void look() {
    folder
        .messages()
        .compose(found -> {
          foreign.retainAll(found);
          return store.ended(found.stream().filter(call -> !foreign.contains(call)).toList());
        })
        .compose(this::keepAll)
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("cause", cause.getMessage())
                .log("voice messages could not be looked for"))
        .onComplete(_ -> {
          if (!stopped) {
            next = scheduler.after(PAUSE, this::look);
          }
        });
  }

  /** One after the other: each may be megabytes. */
  private Future<Void> keepAll(Set<CallId> calls) {
    Future<Void> kept = Future.succeededFuture();
    for (CallId call : calls) {
      kept = kept.compose(_ -> keep(call).recover(cause -> later(call, cause)));
    }
    return kept;
  }

  /** Stays in the folder and is tried again at the next look. */
  private static Future<Void> later(CallId call, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("call", call)
        .addKeyValue("cause", cause.getMessage())
        .log("a voice message could not be stored yet");
    return Future.succeededFuture();
  }

  private Future<Void> keep(CallId call) {
    return folder
        .message(call)
        .compose(found -> found.isPresent() ? keep(found.get()) : Future.<Void>succeededFuture());
  }

  private Future<Void> keep(Recording recording) {
    Optional<VoiceSound> sound = VoiceSound.read(recording.file().getBytes());
    if (sound.isEmpty() && recording.file().length() > 0) {
      foreign.add(recording.call());
      LOG.atError()
          .addKeyValue("call", recording.call())
          .log("a recording is not in the form wav (8 kHz, 16 bit, mono) and stays in its folder");
      return Future.succeededFuture();
    }
    return store
        .keep(message(recording, sound))
        .compose(ticket -> {
          ticket.ifPresent(number -> tell(recording.call(), number));
          return folder.forget(recording.call());
        });
  }

  private VoiceMessage message(Recording recording, Optional<VoiceSound> sound) {
    return new VoiceMessage(
        recording.call(),
        recording.recordedAt(),
        sound.map(VoiceSound::length).orElse(Duration.ZERO),
        sound.filter(VoiceSound::saysSomething).map(VoiceSound::wav).map(Buffer::buffer),
        scheduler.now());
  }

  private void tell(CallId call, TicketNumber ticket) {
    LOG.atInfo()
        .addKeyValue("call", call)
        .addKeyValue("ticket", ticket)
        .log("a voice message is on its ticket");
    live.publish(
        new LiveUpdate(
            "ticket.changed", scheduler.now(), null, call, null, ticket, null, "voice_message"));
  }
}
