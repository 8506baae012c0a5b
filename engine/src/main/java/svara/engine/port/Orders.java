package svara.engine.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;

/** Orders to the exchange for one call, and what comes of them. */
public final class Orders {
  private Orders() {}

  /** How an order ended. */
  public enum Said {
    DONE,
    /** The call was not there, or went away meanwhile. */
    GONE,
    /** Another order has moved the call on meanwhile. */
    OVERTAKEN
  }

  /**
   * What a caller answered.
   *
   * @param said DONE also when no key was pressed
   * @param key the key: one of {@code 0-9*#}
   */
  public record Heard(Said said, Optional<Character> key) {}

  public record Hold(OrderId id, CallId call, Language language, List<Prompt> prompts) {
    public Hold {
      prompts = List.copyOf(prompts);
    }
  }

  /**
   * Prompts that want a key.
   *
   * @param keys the keys that mean something; others are ignored
   * @param patience how long silence is waited out after the last prompt
   * @param musicAfter play music when nothing was pressed (the caller goes on waiting)
   * @param recording a sound of the exchange's own that is heard before the prompts, where it is
   *     not there {@link Prompt#OUTAGE}; or null
   */
  public record Ask(
      OrderId id,
      CallId call,
      Language language,
      List<Prompt> prompts,
      String keys,
      Duration patience,
      boolean musicAfter,
      @Nullable String recording) {
    public Ask {
      prompts = List.copyOf(prompts);
    }

    public Ask(
        OrderId id,
        CallId call,
        Language language,
        List<Prompt> prompts,
        String keys,
        Duration patience,
        boolean musicAfter) {
      this(id, call, language, prompts, keys, patience, musicAfter, null);
    }
  }

  /**
   * Prompts that want a number: digits until #, or until the caller is silent.
   *
   * @param patience how long silence is waited out after the last prompt or digit
   * @param musicAfter play music when nothing was typed (the caller goes on waiting)
   */
  public record AskNumber(
      OrderId id,
      CallId call,
      Language language,
      List<Prompt> prompts,
      Duration patience,
      boolean musicAfter) {
    /** More than any number has; so many are taken as ended. */
    public static final int DIGITS_MAX = 20;

    public AskNumber {
      prompts = List.copyOf(prompts);
    }
  }

  /**
   * What a caller typed.
   *
   * @param said DONE also when nothing was typed
   * @param digits of {@code 0-9}, empty when nothing was typed
   */
  public record Typed(Said said, String digits) {}

  public record Dismiss(OrderId id, CallId call, Language language, List<Prompt> prompts) {
    public Dismiss {
      prompts = List.copyOf(prompts);
    }
  }

  /**
   * A caller is recorded.
   *
   * @param queue whose call it is
   * @param epoch of the owner; refused by the exchange when it knows a higher one
   * @param longest the recording is cut after so long
   * @param silence so much silence ends it
   */
  public record TakeMessage(
      OrderId id,
      CallId call,
      QueueId queue,
      long epoch,
      Language language,
      Duration longest,
      Duration silence) {}

  /**
   * A ring of technicians for a caller.
   *
   * @param queue whose call it is
   * @param epoch of the owner; refused by the exchange when it knows a higher one
   * @param attempt counts the rings of the call from 1
   * @param technicians whose phones ring, all at once
   * @param ringTime how long
   * @param held the caller hears music while it rings, not the ring tone
   */
  public record Connect(
      OrderId id,
      CallId call,
      QueueId queue,
      long epoch,
      int attempt,
      List<TechnicianPhone> technicians,
      Duration ringTime,
      boolean held) {
    public Connect {
      technicians = List.copyOf(technicians);
    }

    public List<TechnicianId> ids() {
      return technicians.stream().map(TechnicianPhone::technician).toList();
    }
  }
}
