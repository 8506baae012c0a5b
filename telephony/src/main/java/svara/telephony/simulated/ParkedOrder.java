package svara.telephony.simulated;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import svara.engine.port.Orders;
import svara.engine.port.Orders.Heard;
import svara.engine.port.Orders.Said;
import svara.engine.port.Orders.Typed;
import svara.engine.port.Prompt;

/** What a parked call is told to do; one order after the other. */
sealed interface ParkedOrder {
  void begin();

  /**
   * A key was pressed since the order was given.
   *
   * @return whether it was meant for this order
   */
  boolean key(char key);

  /** The call was moved or has gone. */
  void breakOff(Said why);

  Future<?> result();

  /** Prompts, then music. */
  final class Hold implements ParkedOrder {
    private final Channel channel;
    private final Speech speech;
    private final Promise<Said> result = Promise.promise();

    Hold(Channel channel, Orders.Hold order) {
      this.channel = channel;
      this.speech = new Speech(channel, order.prompts(), this::music);
    }

    private void music() {
      channel.hears(Sound.MUSIC);
      channel.carriedOut(this);
      result.tryComplete(Said.DONE);
    }

    @Override
    public void begin() {
      speech.start();
    }

    @Override
    public boolean key(char key) {
      return false;
    }

    @Override
    public void breakOff(Said why) {
      speech.stop();
      result.tryComplete(why);
    }

    @Override
    public Future<Said> result() {
      return result.future();
    }
  }

  /** Prompts, and a key is waited for. */
  final class Ask implements ParkedOrder {
    private final Channel channel;
    private final Orders.Ask order;
    private final Speech speech;
    private final Promise<Heard> result = Promise.promise();
    private SimulatedClock.@Nullable Timer patience;
    private @Nullable Character early;
    private boolean begun;

    Ask(Channel channel, Orders.Ask order) {
      this.channel = channel;
      this.order = order;
      this.speech = new Speech(channel, heard(order), this::listen);
    }

    private static List<Prompt> heard(Orders.Ask order) {
      return order.recording() == null
          ? order.prompts()
          : Stream.concat(Stream.of(Prompt.OUTAGE), order.prompts().stream()).toList();
    }

    @Override
    public void begin() {
      begun = true;
      if (order.recording() != null) {
        channel.hearsRecording(order.recording());
      }
      if (early != null) {
        channel.answer();
        finish(Optional.of(early));
      } else {
        speech.start();
      }
    }

    private void listen() {
      channel.hears(Sound.NOTHING);
      patience = channel.exchange().clock().after(order.patience(), () -> finish(Optional.empty()));
    }

    @Override
    public boolean key(char key) {
      if (order.keys().indexOf(key) < 0) {
        return true;
      }
      if (!begun) {
        early = early == null ? (Character) key : early;
      } else {
        finish(Optional.of(key));
      }
      return true;
    }

    private void finish(Optional<Character> key) {
      stop();
      channel.hears(order.musicAfter() ? Sound.MUSIC : Sound.NOTHING);
      channel.carriedOut(this);
      result.tryComplete(new Heard(Said.DONE, key));
    }

    private void stop() {
      speech.stop();
      if (patience != null) {
        patience.cancel();
      }
    }

    @Override
    public void breakOff(Said why) {
      stop();
      result.tryComplete(new Heard(why, Optional.empty()));
    }

    @Override
    public Future<Heard> result() {
      return result.future();
    }
  }

  /** Prompts, and a number is waited for. */
  final class AskNumber implements ParkedOrder {
    private final Channel channel;
    private final Orders.AskNumber order;
    private final Speech speech;
    private final Promise<Typed> result = Promise.promise();
    private final StringBuilder digits = new StringBuilder();
    private SimulatedClock.@Nullable Timer patience;
    private boolean begun;
    private boolean ended;

    AskNumber(Channel channel, Orders.AskNumber order) {
      this.channel = channel;
      this.order = order;
      this.speech = new Speech(channel, order.prompts(), this::listen);
    }

    @Override
    public void begin() {
      begun = true;
      channel.answer();
      if (ended) {
        finish();
      } else if (digits.isEmpty()) {
        speech.start();
      } else {
        listen();
      }
    }

    private void listen() {
      channel.hears(Sound.NOTHING);
      patience = channel.exchange().clock().after(order.patience(), this::finish);
    }

    @Override
    public boolean key(char key) {
      if (Character.isDigit(key)) {
        digits.append(key);
      }
      ended |= key == '#' || digits.length() >= Orders.AskNumber.DIGITS_MAX;
      if (begun && ended) {
        finish();
      } else if (begun && Character.isDigit(key)) {
        stop();
        listen();
      }
      return true;
    }

    private void finish() {
      stop();
      boolean music = order.musicAfter() && digits.isEmpty();
      channel.hears(music ? Sound.MUSIC : Sound.NOTHING);
      channel.carriedOut(this);
      result.tryComplete(new Typed(Said.DONE, digits.toString()));
    }

    private void stop() {
      speech.stop();
      if (patience != null) {
        patience.cancel();
      }
    }

    @Override
    public void breakOff(Said why) {
      stop();
      result.tryComplete(new Typed(why, ""));
    }

    @Override
    public Future<Typed> result() {
      return result.future();
    }
  }

  /** Prompts, then the call is hung up. */
  final class Dismiss implements ParkedOrder {
    private final Channel channel;
    private final Speech speech;
    private final Promise<Said> result = Promise.promise();

    Dismiss(Channel channel, Orders.Dismiss order) {
      this.channel = channel;
      this.speech = new Speech(channel, order.prompts(), this::hangUp);
    }

    private void hangUp() {
      result.tryComplete(Said.DONE);
      channel.hangUp();
    }

    @Override
    public void begin() {
      speech.start();
    }

    @Override
    public boolean key(char key) {
      return false;
    }

    @Override
    public void breakOff(Said why) {
      speech.stop();
      result.tryComplete(why);
    }

    @Override
    public Future<Said> result() {
      return result.future();
    }
  }
}
