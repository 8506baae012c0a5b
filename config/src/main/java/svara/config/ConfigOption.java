package svara.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import svara.config.settings.Settings;

/** The option that says which settings; the same for every command. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the settings; otherwise SVARA_CONFIG, otherwise config/svara.yaml")
  @Nullable Path file;

  /**
   * Reads the settings with the environment over them.
   *
   * @throws MissingException when there is no such file
   */
  Settings read(Map<String, String> environment) {
    return with(environment, path -> Settings.read(path, environment));
  }

  /**
   * Reads where the engine of these settings leaves its address, and nothing else.
   *
   * @throws MissingException when there is no such file
   */
  Path dataFolder(Map<String, String> environment) {
    return with(environment, path -> Settings.dataFolder(path, environment));
  }

  /** Reads something of the file. */
  private interface Reading<T> {
    T of(Path path) throws IOException;
  }

  private <T> T with(Map<String, String> environment, Reading<T> reading) {
    Path path = path(environment);
    if (!Files.isReadable(path)) {
      throw new MissingException(
          "no settings in %s: copy config/svara.yaml there, or name a file with --config"
              .formatted(path));
    }
    try {
      return reading.of(path);
    } catch (IOException e) {
      throw new MissingException(
          "%s can not be read as text in UTF-8 (%s): save it so".formatted(path, e.getMessage()));
    }
  }

  /** Which file that is. */
  Path path(Map<String, String> environment) {
    if (file != null) {
      return file;
    }
    return Optional.ofNullable(environment.get("SVARA_CONFIG"))
        .map(Path::of)
        .orElseGet(() -> home(environment).resolve("config/svara.yaml"));
  }

  /** The script may be called from anywhere, and says where it stands. */
  static Path home(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("SVARA_HOME", ""));
  }
}
