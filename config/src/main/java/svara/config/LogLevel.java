package svara.config;

import java.util.Locale;
import svara.config.settings.LogSettings;

/** Hands the level to logback.xml, which reads it when the first logger is made. */
final class LogLevel {
  static final String PROPERTY = "svara.log.level";

  /** A command prints its answer, and logs only what is wrong. */
  static final LogSettings.Level OF_COMMANDS = LogSettings.Level.WARN;

  private LogLevel() {}

  static void set(LogSettings.Level level) {
    System.setProperty(PROPERTY, level.name().toLowerCase(Locale.ROOT));
  }
}
