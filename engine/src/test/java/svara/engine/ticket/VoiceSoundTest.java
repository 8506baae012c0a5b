package svara.engine.ticket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VoiceSoundTest {
  private static final int RATE = 8_000;

  @Test
  void aSecondOfVoiceSaysSomethingAndLessOrQuieterDoesNot() {
    assertTrue(read(file(0.5, 1.1, 3_000)).saysSomething());
    assertFalse(read(file(4, 0.6, 3_000)).saysSomething(), "a click of the phone, then silence");
    assertFalse(read(file(0, 5, 60)).saysSomething(), "the noise of a line");
    assertFalse(read(file(10, 0, 0)).saysSomething());
  }

  @Test
  void aPauseBetweenTwoWordsIsPartOfWhatIsSaid() {
    byte[] samples = new byte[2 * 3 * RATE];
    System.arraycopy(tone(0.2, 3_000), 0, samples, 0, 2 * RATE / 5);
    System.arraycopy(tone(0.2, 3_000), 0, samples, samples.length - 2 * RATE / 5, 2 * RATE / 5);
    assertTrue(read(wav(samples, samples.length)).saysSomething());
  }

  @Test
  void theLengthIsThatOfTheRecordingAndItsFileIsReadAgain() {
    VoiceSound sound = read(file(1, 2.5, 3_000));
    assertEquals(Duration.ofMillis(3_500), sound.length());
    VoiceSound again = read(sound.wav());
    assertEquals(sound.length(), again.length());
    assertArrayEquals(sound.wav(), again.wav());
  }

  /** The exchange was killed: the lengths in the file's head were never written. */
  @Test
  void aRecordingThatBrokeOffIsReadToItsEnd() {
    byte[] samples = tone(2, 3_000);
    assertEquals(Duration.ofSeconds(2), read(wav(samples, 0)).length());
    assertEquals(Duration.ofSeconds(2), read(wav(samples, samples.length + 4_000)).length());
    byte[] odd = Arrays.copyOf(wav(samples, 0), 44 + samples.length - 1);
    assertEquals(44 + samples.length - 2, read(odd).wav().length);
  }

  @Test
  void chunksThatAreNotKnownArePassedOver() {
    byte[] plain = file(0, 2, 3_000);
    ByteBuffer more = little(plain.length + 8 + 4);
    more.put(plain, 0, 36).put(ascii("LIST")).putInt(3).put(new byte[4]);
    more.put(plain, 36, plain.length - 36);
    assertEquals(Duration.ofSeconds(2), read(more.array()).length());
  }

  @Test
  void whatIsNoSuchRecordingIsNone() {
    assertEquals(Optional.empty(), VoiceSound.read(new byte[0]));
    assertEquals(Optional.empty(), VoiceSound.read(ascii("RIFF")));
    assertEquals(Optional.empty(), VoiceSound.read(new byte[10_000]));
    byte[] music = file(0, 2, 3_000);
    music[24] = 0x44; // another sampling rate
    assertEquals(Optional.empty(), VoiceSound.read(music));
    byte[] headless = Arrays.copyOf(file(0, 2, 3_000), 30);
    assertEquals(Optional.empty(), VoiceSound.read(headless));
    byte[] endless = file(0, 2, 3_000);
    Arrays.fill(endless, 16, 20, (byte) 0xff); // a head that says it is four gigabytes long
    assertEquals(Optional.empty(), VoiceSound.read(endless));
  }

  private static VoiceSound read(byte[] file) {
    return VoiceSound.read(file).orElseThrow();
  }

  private static byte[] file(double silence, double voice, int loudness) {
    byte[] said = tone(voice, loudness);
    byte[] samples = new byte[2 * (int) (silence * RATE) + said.length];
    System.arraycopy(said, 0, samples, samples.length - said.length, said.length);
    return wav(samples, samples.length);
  }

  private static byte[] tone(double seconds, int loudness) {
    int count = (int) (seconds * RATE);
    ByteBuffer samples = little(2 * count);
    for (int i = 0; i < count; i++) {
      samples.putShort((short) (loudness * Math.sin(2 * Math.PI * 440 * i / RATE)));
    }
    return samples.array();
  }

  private static byte[] wav(byte[] samples, int said) {
    ByteBuffer file = little(44 + samples.length);
    file.put(ascii("RIFF")).putInt(36 + said).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    file.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(said).put(samples);
    return file.array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
