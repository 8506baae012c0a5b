package svara.telephony.simulated;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.port.MessageFolder.Recording;
import svara.engine.port.Orders;
import svara.engine.port.Prompt;

/**
 * Records a caller, who speaks without a pause, until he hangs up, presses # or the time is over.
 */
final class Recorder {
  private static final char ENDS = '#';
  private static final int RATE = 8_000;
  private static final int LOUDNESS = 5_000;

  private final Channel channel;
  private final Orders.TakeMessage order;
  private Speech speech;
  private @Nullable Instant since;
  private SimulatedClock.@Nullable Timer limit;

  Recorder(Channel channel, Orders.TakeMessage order) {
    this.channel = channel;
    this.order = order;
    this.speech = new Speech(channel, List.of(Prompt.MESSAGE_AFTER_TONE), this::record);
  }

  void begin() {
    speech.start();
  }

  private void record() {
    since = channel.exchange().clock().instant();
    channel.hears(Sound.NOTHING);
    limit = channel.exchange().clock().after(order.longest(), this::thank);
  }

  void key(char key) {
    if (key == ENDS && since != null) {
      thank();
    }
  }

  private void thank() {
    stop();
    speech = new Speech(channel, List.of(Prompt.MESSAGE_TAKEN, Prompt.GOODBYE), channel::hangUp);
    speech.start();
  }

  /** He has hung up, or is done. */
  void stop() {
    speech.stop();
    if (limit != null) {
      limit.cancel();
    }
    Instant begun = since;
    since = null;
    if (begun != null) {
      Instant now = channel.exchange().clock().instant();
      channel
          .exchange()
          .recorded(new Recording(channel.id(), now, file(Duration.between(begun, now))));
    }
  }

  private static Buffer file(Duration length) {
    int samples = (int) (length.toMillis() * RATE / 1_000);
    Buffer file = Buffer.buffer();
    text(file, "RIFF").appendIntLE(36 + 2 * samples);
    text(file, "WAVEfmt ").appendIntLE(16).appendShortLE((short) 1).appendShortLE((short) 1);
    file.appendIntLE(RATE).appendIntLE(2 * RATE).appendShortLE((short) 2).appendShortLE((short) 16);
    text(file, "data").appendIntLE(2 * samples);
    for (int i = 0; i < samples; i++) {
      file.appendShortLE((short) (LOUDNESS * Math.sin(Math.PI * i / 8)));
    }
    return file;
  }

  private static Buffer text(Buffer file, String word) {
    return file.appendBytes(word.getBytes(StandardCharsets.US_ASCII));
  }
}
