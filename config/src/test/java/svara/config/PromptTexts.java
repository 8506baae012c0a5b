package svara.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import svara.engine.id.Language;
import svara.engine.port.Prompt;

/** Compares what the code can say with the texts and the sounds, all ways. */
final class PromptTexts {
  private static final double LEAST_SECONDS = 0.3;
  private static final int LEAST_PEAK = 1_000;

  /** A sound's name; what goes on with a dash, dot or slash is a file or folder of that name. */
  private static final Pattern PLAYED = Pattern.compile("\\bsvara/([a-z0-9_]+)(?![-./\\w])");

  private PromptTexts() {}

  static Set<String> keys() {
    return Arrays.stream(Prompt.values())
        .map(Prompt::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Differences between the code's keys and the text files of a folder, one a line. */
  static List<String> differences(Path folder) {
    List<String> found = new ArrayList<>();
    for (Language language : Language.values()) {
      String file = language.code() + ".yaml";
      Map<String, Object> texts = texts(folder.resolve(file));
      compare(found, file, texts.keySet());
      texts.forEach((key, text) -> {
        if (!(text instanceof String words) || words.isBlank()) {
          found.add(file + " has no words for " + key);
        }
      });
    }
    return found;
  }

  /** Prompts that the exchange's own configuration plays and that do not exist. */
  static List<String> unknownToDialplan(Path folder) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        PLAYED
            .matcher(Files.readString(file))
            .results()
            .map(match -> match.group(1))
            .filter(key -> !keys().contains(key))
            .forEach(
                key -> found.add(file.getFileName() + " plays " + key + ", which has no text"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /**
   * Differences between the code's keys and the sounds of a folder, and what is wrong with them.
   */
  static List<String> soundDifferences(Path folder) {
    List<String> found = new ArrayList<>();
    for (Language language : Language.values()) {
      Path sounds = folder.resolve(language.code()).resolve("svara");
      compare(found, language.code() + "/svara", soundKeys(sounds));
      for (String key : soundKeys(sounds)) {
        flaw(sounds.resolve(key + ".wav"))
            .forEach(f -> found.add(language.code() + "/" + key + ".wav " + f));
      }
    }
    return found;
  }

  /** What is wrong with a sound file: empty when Asterisk can play it and a person can hear it. */
  static List<String> flaw(Path wav) {
    try (AudioInputStream sound = AudioSystem.getAudioInputStream(wav.toFile())) {
      AudioFormat format = sound.getFormat();
      List<String> flaws = new ArrayList<>();
      if (format.getSampleRate() != 8_000
          || format.getChannels() != 1
          || format.getSampleSizeInBits() != 16
          || format.getEncoding() != AudioFormat.Encoding.PCM_SIGNED) {
        flaws.add("is not 8 kHz mono 16 bit: " + format);
        return flaws;
      }
      double seconds = sound.getFrameLength() / 8_000.0;
      if (seconds < LEAST_SECONDS) {
        flaws.add("is short: " + seconds + " s");
      }
      if (peak(sound.readAllBytes()) < LEAST_PEAK) {
        flaws.add("is silent");
      }
      return flaws;
    } catch (UnsupportedAudioFileException e) {
      return List.of("is no sound file");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int peak(byte[] littleEndian) {
    int peak = 0;
    for (int i = 0; i + 1 < littleEndian.length; i += 2) {
      int sample = (littleEndian[i] & 0xff) | (littleEndian[i + 1] << 8);
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  private static void compare(List<String> found, String where, Set<String> there) {
    Set<String> lacking = new TreeSet<>(keys());
    lacking.removeAll(there);
    lacking.forEach(key -> found.add(where + " lacks " + key));
    Set<String> extra = new TreeSet<>(there);
    extra.removeAll(keys());
    extra.forEach(key -> found.add(where + " has " + key + ", which no code says"));
  }

  private static Set<String> soundKeys(Path folder) {
    try (var files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .map(name -> name.endsWith(".wav") ? name.substring(0, name.length() - 4) : name)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> texts(Path file) {
    try {
      return (Map<String, Object>)
          new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
              .loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
