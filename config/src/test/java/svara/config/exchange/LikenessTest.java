package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import svara.telephony.asterisk.RtpMedia;

/** What finds prompts in what was heard must not find what is not there. */
class LikenessTest {
  private static final Sound SENTENCE = words(1, 20);
  private static final Sound OTHER = words(2, 20);

  @Test
  void aSentenceIsFoundWhereItIsThroughAQuietNoisyLine() {
    Sound heard = noisy(joined(words(3, 5), SENTENCE, words(4, 5)));

    Likeness.Found found = Likeness.best(SENTENCE, heard).orElseThrow();

    assertTrue(found.value() > Likeness.SAME, "" + found);
    assertEquals(words(3, 5).length(), found.start(), 100);
    assertEquals(SENTENCE.seconds(), Likeness.seconds(SENTENCE, heard).orElseThrow(), 0.05);
  }

  @Test
  void anotherSentenceSilenceAndNoiseAreNotTheOneThatIsSought() {
    Sound silence = new Sound(new short[SENTENCE.length() * 2]);

    for (Sound heard : new Sound[] {joined(OTHER, OTHER), silence, noisy(silence)}) {
      double value = Likeness.of(SENTENCE, heard);
      assertTrue(value < 0.6, "" + value);
      assertEquals(Optional.empty(), Likeness.seconds(SENTENCE, heard));
    }
    assertEquals(0, Likeness.of(SENTENCE, words(1, 3)), "shorter than what is sought");
  }

  @Test
  void aSentenceThatIsCutOffOrInterruptedHasNotItsLength() {
    Sound half = SENTENCE.part(0, SENTENCE.length() / 2);
    Sound rest = SENTENCE.part(SENTENCE.length() / 2, SENTENCE.length());

    Sound cut = joined(half, OTHER);
    assertTrue(Likeness.of(SENTENCE, cut) < Likeness.SAME);
    assertEquals(Optional.empty(), Likeness.seconds(SENTENCE, cut));

    Sound interrupted = joined(half, words(5, 5), rest);
    double seconds = Likeness.seconds(SENTENCE, interrupted).orElseThrow();
    assertEquals(SENTENCE.seconds() + words(5, 5).seconds(), seconds, 0.05);
  }

  @Test
  void aToneIsToldFromAnotherAndFromSpeech() {
    Sound tone = tone(620);

    assertTrue(tone.share(620) > 0.9, "" + tone.share(620));
    assertTrue(tone.share(440) < 0.1, "" + tone.share(440));
    assertTrue(noisy(new Sound(new short[160])).share(620) < 0.5);
    assertEquals(0, new Sound(new short[160]).share(620));
    assertEquals(8_000 / Math.sqrt(2), tone.rms(), 100);
  }

  @Test
  void theFirstPacketWithTheToneIsWhenItArrives() {
    short[] silence = new short[160];
    List<RtpMedia.Frame> heard =
        List.of(
            new RtpMedia.Frame(10, tone(620).samples()),
            new RtpMedia.Frame(30, silence),
            new RtpMedia.Frame(50, tone(1020).samples()),
            new RtpMedia.Frame(70, tone(620).samples()));

    assertEquals(OptionalLong.of(70), Tone.arrival(heard, 1, 620));
    assertEquals(OptionalLong.empty(), Tone.arrival(heard, 1, 1460));
  }

  // --- sounds like speech: syllables of two formants, swelling and fading

  private static Sound words(int seed, int syllables) {
    Random random = new Random(seed);
    short[][] parts = new short[syllables][];
    int length = 0;
    for (int s = 0; s < syllables; s++) {
      short[] part = new short[800 + random.nextInt(1_200)];
      double low = 300 + random.nextInt(600);
      double high = 1_000 + random.nextInt(1_800);
      for (int i = 0; i < part.length; i++) {
        double swell = Math.sin(Math.PI * i / part.length);
        double wave = Math.sin(2 * Math.PI * low * i / 8_000);
        wave += 0.5 * Math.sin(2 * Math.PI * high * i / 8_000);
        part[i] = (short) (5_000 * swell * wave);
      }
      parts[s] = part;
      length += part.length;
    }
    return joined(parts, length);
  }

  private static Sound joined(Sound... sounds) {
    short[][] parts = new short[sounds.length][];
    int length = 0;
    for (int i = 0; i < sounds.length; i++) {
      parts[i] = sounds[i].samples();
      length += parts[i].length;
    }
    return joined(parts, length);
  }

  private static Sound joined(short[][] parts, int length) {
    short[] all = new short[length];
    int at = 0;
    for (short[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return new Sound(all);
  }

  private static Sound noisy(Sound sound) {
    Random random = new Random(9);
    short[] noisy = new short[sound.length()];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = (short) (sound.samples()[i] / 2 + random.nextInt(41) - 20);
    }
    return new Sound(noisy);
  }

  private static Sound tone(double hertz) {
    short[] tone = new short[160];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (short) (8_000 * Math.sin(2 * Math.PI * hertz * i / 8_000));
    }
    return new Sound(tone);
  }
}
