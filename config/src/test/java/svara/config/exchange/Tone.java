package svara.config.exchange;

import static svara.config.exchange.Helpdesk.until;

import java.util.List;
import java.util.OptionalLong;
import svara.telephony.asterisk.RtpMedia;
import svara.telephony.asterisk.RtpMedia.Frame;

/** Says a tone at one phone and measures when it is heard at the other, by one monotonic clock. */
final class Tone {
  private static final double[] HERTZ = {620, 1020, 1460};
  private static final double HEARD_SHARE = 0.8;
  private static final double HEARD_RMS = 1_000;
  private static final double ENOUGH_MILLIS = 300;

  private Tone() {}

  /**
   * Milliseconds from the sending of the first packet of a tone to the arrival of a packet in which
   * it is heard: the shortest of at most so many measurements, each told. The first that is short
   * enough is the last.
   */
  static double bestOf(int times, RtpMedia from, RtpMedia to) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < times && best > ENOUGH_MILLIS; i++) {
      double millis = once(from, to, HERTZ[i % HERTZ.length]);
      System.out.printf("tone of %.0f Hz heard after %.1f ms%n", HERTZ[i % HERTZ.length], millis);
      best = Math.min(best, millis);
    }
    return best;
  }

  private static double once(RtpMedia from, RtpMedia to, double hertz) {
    int before = to.heard().size();
    from.say(hertz);
    until(() -> arrival(to.heard(), before, hertz).isPresent(), hertz + " Hz is heard");
    long said = from.toneSinceNanos().orElseThrow();
    from.say(0);
    return (arrival(to.heard(), before, hertz).orElseThrow() - said) / 1e6;
  }

  /** When the first packet that holds the tone arrived, leaving out those before. */
  static OptionalLong arrival(List<Frame> heard, int before, double hertz) {
    return heard.stream()
        .skip(before)
        .filter(frame -> {
          Sound sound = new Sound(frame.samples());
          return sound.rms() > HEARD_RMS && sound.share(hertz) > HEARD_SHARE;
        })
        .mapToLong(Frame::nanos)
        .findFirst();
  }
}
