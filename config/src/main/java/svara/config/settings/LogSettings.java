package svara.config.settings;

/**
 * How much is logged.
 *
 * @param level what is written; at info nothing personal is
 */
public record LogSettings(Level level) {

  /** How much is written to the log. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  static LogSettings read(Section section) {
    return new LogSettings(section.choice("level", Level.INFO));
  }
}
