package svara.engine.ticket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a caller has said to a recording exchange: 8,000 samples a second, 16 bit, one channel, as
 * Asterisk writes them into a file of the format {@code wav}.
 */
public final class VoiceSound {
  /** Of the bytes of {@link #wav}. */
  public static final String CONTENT_TYPE = "audio/wav";

  private static final int RATE = 8_000;
  private static final int SAMPLE_BYTES = 2;
  private static final int HEADER_BYTES = 44;
  private static final int PCM = 1;

  /** 20 ms, in which a voice is loud or is not. */
  private static final int BLOCK = RATE / 50;

  /** Mean amplitude of a block; a quiet line is below it, whispering above (46 dB under full). */
  private static final int LOUD = 160;

  /** Nobody has said anything in less. */
  private static final Duration SAID_MIN = Duration.ofSeconds(1);

  private final byte[] samples;

  private VoiceSound(byte[] samples) {
    this.samples = samples;
  }

  /**
   * Reads a recording. One that broke off (its lengths were never written) is read to its end.
   *
   * @return nothing when it is in another form
   */
  public static Optional<VoiceSound> read(byte[] file) {
    if (!is(file, 0, "RIFF") || !is(file, 8, "WAVE")) {
      return Optional.empty();
    }
    boolean form = false;
    int at = 12;
    while (at + 8 <= file.length) {
      int begins = at + 8;
      long said = number(file, at + 4, 4);
      if (is(file, at, "fmt ") && begins + 16 <= file.length) {
        form =
            number(file, begins, 2) == PCM
                && number(file, begins + 2, 2) == 1
                && number(file, begins + 4, 4) == RATE
                && number(file, begins + 14, 2) == SAMPLE_BYTES * 8;
      } else if (is(file, at, "data")) {
        int rest = file.length - begins;
        int length = said == 0 || said > rest ? rest : (int) said;
        return form ? Optional.of(of(file, begins, length)) : Optional.empty();
      }
      long next = begins + said + said % 2;
      at = next > file.length ? file.length : (int) next;
    }
    return Optional.empty();
  }

  private static VoiceSound of(byte[] file, int begins, int length) {
    return new VoiceSound(
        Arrays.copyOfRange(file, begins, begins + length - length % SAMPLE_BYTES));
  }

  public Duration length() {
    return time(samples.length / SAMPLE_BYTES);
  }

  /** Whether somebody has said something: from its first sound to its last is a second. */
  public boolean saysSomething() {
    return spoken().compareTo(SAID_MIN) >= 0;
  }

  private Duration spoken() {
    int first = -1;
    int last = -1;
    int blocks = samples.length / SAMPLE_BYTES / BLOCK;
    for (int block = 0; block < blocks; block++) {
      if (loud(block)) {
        first = first < 0 ? block : first;
        last = block;
      }
    }
    return first < 0 ? Duration.ZERO : time((last - first + 1) * BLOCK);
  }

  private boolean loud(int block) {
    long sum = 0;
    for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
      sum += Math.abs((short) number(samples, i * SAMPLE_BYTES, SAMPLE_BYTES));
    }
    return sum / BLOCK >= LOUD;
  }

  private static Duration time(int count) {
    return Duration.ofMillis(count * 1_000L / RATE);
  }

  /** As a file that every browser plays. */
  public byte[] wav() {
    byte[] file = new byte[HEADER_BYTES + samples.length];
    text(file, 0, "RIFF");
    number(file, 4, 4, file.length - 8L);
    text(file, 8, "WAVEfmt ");
    number(file, 16, 4, 16);
    number(file, 20, 2, PCM);
    number(file, 22, 2, 1);
    number(file, 24, 4, RATE);
    number(file, 28, 4, (long) RATE * SAMPLE_BYTES);
    number(file, 32, 2, SAMPLE_BYTES);
    number(file, 34, 2, SAMPLE_BYTES * 8L);
    text(file, 36, "data");
    number(file, 40, 4, samples.length);
    System.arraycopy(samples, 0, file, HEADER_BYTES, samples.length);
    return file;
  }

  private static boolean is(byte[] file, int at, String word) {
    byte[] wanted = word.getBytes(StandardCharsets.US_ASCII);
    return at + wanted.length <= file.length
        && Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static void text(byte[] file, int at, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, file, at, bytes.length);
  }

  /** Little-endian, unsigned. */
  private static long number(byte[] file, int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << 8) | (file[at + i] & 0xff);
    }
    return value;
  }

  private static void number(byte[] file, int at, int bytes, long value) {
    for (int i = 0; i < bytes; i++) {
      file[at + i] = (byte) (value >> (8 * i));
    }
  }
}
