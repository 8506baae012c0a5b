package svara.config.exchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import svara.telephony.asterisk.RtpMedia.Frame;

/**
 * Sound at 8 kHz, 16 bit, one channel: of a file or of what a phone heard.
 *
 * @param samples never changed
 */
record Sound(short[] samples) {
  static final int RATE = 8_000;

  /** What came packet by packet; pauses in which nothing was sent are left out. */
  static Sound of(List<Frame> heard) {
    short[] samples = new short[heard.stream().mapToInt(frame -> frame.samples().length).sum()];
    int at = 0;
    for (Frame frame : heard) {
      System.arraycopy(frame.samples(), 0, samples, at, frame.samples().length);
      at += frame.samples().length;
    }
    return new Sound(samples);
  }

  /** A sound file as the exchange plays it. */
  static Sound of(Path wav) {
    try {
      return of(AudioSystem.getAudioInputStream(wav.toFile()));
    } catch (UnsupportedAudioFileException e) {
      throw new IllegalStateException("no sound file: " + wav, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sound file that is not on a disk. */
  static Sound of(byte[] wav) {
    try {
      return of(AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav)));
    } catch (UnsupportedAudioFileException e) {
      throw new IllegalStateException("no sound file", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sound of(AudioInputStream from) throws IOException {
    try (AudioInputStream in = from) {
      byte[] bytes = in.readAllBytes();
      short[] samples = new short[bytes.length / 2];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (short) (bytes[2 * i] & 0xff | bytes[2 * i + 1] << 8);
      }
      return new Sound(samples);
    }
  }

  /** Loud from its beginning to its end. */
  boolean loud() {
    int quiet = 0;
    for (int at = 0; at + 160 <= samples.length; at += 160) {
      int peak = 0;
      for (int i = at; i < at + 160; i++) {
        peak = Math.max(peak, Math.abs(samples[i]));
      }
      quiet += peak < 1_000 ? 1 : 0;
    }
    return quiet == 0;
  }

  /** How often it goes through zero upwards in a second: a tone's frequency. */
  double hertz() {
    int crossings = 0;
    for (int i = 1; i < samples.length; i++) {
      crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    }
    return crossings / seconds();
  }

  int length() {
    return samples.length;
  }

  double seconds() {
    return (double) samples.length / RATE;
  }

  /** A part of it. */
  Sound part(int from, int to) {
    return new Sound(Arrays.copyOfRange(samples, from, to));
  }

  /** How loud a tone of so many hertz is in it, as a share of all its energy (Goertzel); 0 to 1. */
  double share(double hertz) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
    double before = 0;
    double last = 0;
    double energy = 0;
    for (short sample : samples) {
      double now = sample + coefficient * last - before;
      before = last;
      last = now;
      energy += (double) sample * sample;
    }
    double power = before * before + last * last - coefficient * before * last;
    return energy == 0 ? 0 : Math.min(1, 2 * power / (energy * samples.length));
  }

  double rms() {
    double energy = 0;
    for (short sample : samples) {
      energy += (double) sample * sample;
    }
    return samples.length == 0 ? 0 : Math.sqrt(energy / samples.length);
  }
}
