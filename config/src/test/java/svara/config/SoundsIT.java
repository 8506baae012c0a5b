package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes the sounds with the real espeak-ng and sox, in a copy of the prompts' folder. */
@Tag("setup")
class SoundsIT {
  @TempDir static Path work;
  private static Path prompts;
  private static Path sounds;

  @BeforeAll
  static void makeThem() throws IOException {
    Path root = Checkout.root();
    Checkout.copy(root.resolve("config/tools"), work.resolve("config/tools"));
    Checkout.copy(root.resolve("config/asterisk/prompts"), work.resolve("config/asterisk/prompts"));
    prompts = work.resolve("config/asterisk/prompts");
    sounds = work.resolve("sounds");
    Files.deleteIfExists(prompts.resolve("recorded"));
    String cache = System.getenv().getOrDefault("SVARA_TOOLS", "");
    if (cache.isEmpty()) {
      Ran tools =
          Ran.command(
              work,
              Map.of(),
              Duration.ofMinutes(3),
              "sh",
              "-c",
              "ME=t; . config/tools/debs.sh; config/tools/get-tools.sh \"$(svara_cache)/tools\" espeak-ng sox");
      assertEquals(0, tools.exit(), tools.err());
    }
    assertEquals(0, make().exit());
  }

  private static Ran make() {
    Ran ran =
        Ran.command(
            work,
            Map.of(),
            Duration.ofMinutes(2),
            prompts.resolve("make-sounds.sh").toString(),
            sounds.toString());
    return ran;
  }

  @Test
  void everyPromptSoundsInBothLanguages() {
    assertEquals(List.of(), PromptTexts.soundDifferences(sounds));
  }

  @Test
  void thereIsMusicToWaitWith() throws Exception {
    Path music = sounds.resolve("moh/svara.wav");
    assertEquals(List.of(), PromptTexts.flaw(music));
    try (AudioInputStream in = AudioSystem.getAudioInputStream(music.toFile())) {
      assertTrue(in.getFrameLength() >= 20 * 8_000, "shorter than 20 s");
    }
  }

  @Test
  void secondTimeChangesNothingAndTakesNoTime() throws IOException {
    make();
    Path greeting = sounds.resolve("sv/svara/greeting.wav");
    var before = Files.getLastModifiedTime(greeting);

    Ran again = make();

    assertEquals("", again.err());
    assertEquals(before, Files.getLastModifiedTime(greeting));
    assertTrue(again.took().compareTo(Duration.ofSeconds(2)) < 0, again.took().toString());
  }

  @Test
  void aChangedTextIsSpokenAnewAloneAndAnOldOneGoes() throws IOException {
    make();
    Path yaml = prompts.resolve("en.yaml");
    String kept = Files.readString(yaml);
    Path minutes = sounds.resolve("en/svara/minutes.wav");
    Path goodbye = sounds.resolve("en/svara/goodbye.wav");
    Path greeting = sounds.resolve("en/svara/greeting.wav");
    byte[] minutesBefore = Files.readAllBytes(minutes);
    var greetingBefore = Files.getLastModifiedTime(greeting);

    Files.writeString(
        yaml,
        kept.replace("minutes: \"minutes.\"", "minutes: \"minutes or so.\"")
            .replaceFirst("(?m)^goodbye:.*\\n", ""));
    Ran changed = make();

    assertEquals(0, changed.exit(), changed.err());
    assertTrue(changed.err().contains("1 sound files made"), changed.err());
    assertFalse(java.util.Arrays.equals(minutesBefore, Files.readAllBytes(minutes)));
    assertEquals(greetingBefore, Files.getLastModifiedTime(greeting));
    assertTrue(Files.notExists(goodbye));

    Files.writeString(yaml, kept);
    make();
    assertEquals(List.of(), PromptTexts.soundDifferences(sounds));
  }

  @Test
  void oneOwnRecordingTakesThePlaceOfTheSpokenText() throws Exception {
    make();
    Path recorded = Files.createDirectories(prompts.resolve("recorded/sv")).resolve("greeting.wav");
    Path greeting = sounds.resolve("sv/svara/greeting.wav");
    long spoken = Files.size(greeting);
    // five seconds at another rate and in two channels: what a recorder gives
    tone(recorded, 44_100, 2, 5, 12_000);

    Ran ran = make();

    assertEquals(0, ran.exit(), ran.err());
    assertEquals(List.of(), PromptTexts.flaw(greeting));
    assertTrue(Files.size(greeting) > 5 * 16_000, "not the recording: " + spoken);

    tone(recorded, 44_100, 1, 1, 0);
    Ran silent = make();
    assertEquals(3, silent.exit());
    assertTrue(silent.err().contains("holds no sound"), silent.err());

    Files.delete(recorded);
    assertEquals(0, make().exit());
    assertEquals(spoken, Files.size(greeting));
  }

  @Test
  void aSoundThatIsMissingSilentShortOrOfAnotherRateIsFound(@TempDir Path planted)
      throws Exception {
    make();
    Checkout.copy(sounds, planted);
    Files.delete(planted.resolve("sv/svara/closed.wav"));
    tone(planted.resolve("sv/svara/goodbye.wav"), 8_000, 1, 1, 0);
    tone(planted.resolve("en/svara/greeting.wav"), 16_000, 1, 1, 9_000);
    tone(planted.resolve("en/svara/old.wav"), 8_000, 1, 1, 9_000);
    Files.writeString(planted.resolve("en/svara/minutes.wav"), "no sound");

    List<String> found = PromptTexts.soundDifferences(planted);

    assertEquals(5, found.size(), found.toString());
    assertTrue(found.get(0).equals("sv/svara lacks closed"), found.toString());
    assertTrue(found.get(1).equals("sv/goodbye.wav is silent"), found.toString());
    assertTrue(found.get(2).startsWith("en/svara has old"), found.toString());
    assertTrue(found.get(3).startsWith("en/greeting.wav is not 8 kHz"), found.toString());
    assertTrue(found.get(4).equals("en/minutes.wav is no sound file"), found.toString());
  }

  private static void tone(Path file, int rate, int channels, int seconds, int amplitude)
      throws IOException {
    byte[] samples = new byte[rate * channels * seconds * 2];
    for (int i = 0; i < samples.length / 2; i++) {
      int value = (int) (amplitude * Math.sin(2 * Math.PI * 440 * (i / channels) / rate));
      samples[2 * i] = (byte) value;
      samples[2 * i + 1] = (byte) (value >> 8);
    }
    AudioFormat format = new AudioFormat(rate, 16, channels, true, false);
    try (AudioInputStream in =
        new AudioInputStream(new ByteArrayInputStream(samples), format, (long) rate * seconds)) {
      AudioSystem.write(in, AudioFileFormat.Type.WAVE, file.toFile());
    }
  }
}
