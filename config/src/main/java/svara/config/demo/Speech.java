package svara.config.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a caller's phone sends as his voice: a soft hum with pauses, 8 kHz, G.711 µ-law. */
final class Speech {
  private static final int RATE = 8_000;
  private static final int SECONDS = 4;
  private static final double LOUDNESS = 1_500;
  private static final int[] PITCHES = {180, 210, 165, 195};

  private Speech() {}

  static Path write(Path folder) {
    byte[] sound = new byte[RATE * SECONDS];
    for (int i = 0; i < sound.length; i++) {
      int pitch = PITCHES[i / RATE % PITCHES.length];
      // half of each second is a pause, and each hum swells and fades
      double within = i % RATE / (RATE / 2.0);
      double swell = within < 1 ? Math.sin(Math.PI * within) : 0;
      sound[i] = muLaw((int) (LOUDNESS * swell * Math.sin(2 * Math.PI * pitch * i / RATE)));
    }
    try {
      return Files.write(folder.resolve("speech.ulaw"), sound);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One sample by ITU-T G.711: sign, exponent and mantissa of the biased sample, inverted. */
  static byte muLaw(int sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int biased = Math.min(Math.abs(sample), 32_635) + 0x84;
    int exponent = 24 - Integer.numberOfLeadingZeros(biased);
    int mantissa = biased >> (exponent + 3) & 0x0f;
    return (byte) ~(sign | exponent << 4 | mantissa);
  }
}
