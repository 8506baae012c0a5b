package svara.config;

import java.util.Locale;
import svara.config.settings.LogSettings;

/** Hands level and format to logback.xml, which reads them when the first logger is made. */
final class LogLevel {
  static final String PROPERTY = "svara.log.level";
  private static final String FORMAT = "svara.log.format";

  /** A command prints its answer, and logs only what is wrong. */
  static final LogSettings.Level OF_COMMANDS = LogSettings.Level.WARN;

  private LogLevel() {}

  static void set(LogSettings settings) {
    set(settings.level());
    System.setProperty(FORMAT, settings.format().name().toLowerCase(Locale.ROOT));
  }

  static void set(LogSettings.Level level) {
    System.setProperty(PROPERTY, level.name().toLowerCase(Locale.ROOT));
  }
}
