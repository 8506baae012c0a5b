package svara.config.settings;

/**
 * What is logged, and how.
 *
 * @param level what is written; at info nothing personal is
 * @param format of a line
 */
public record LogSettings(Level level, Format format) {

  /** What a line looks like. */
  public enum Format {
    /** A sentence and key="value", for people. */
    TEXT,
    /** An object of JSON, for programs that gather logs. */
    JSON
  }

  /** How much is written to the log. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  static LogSettings read(Section section) {
    return new LogSettings(
        section.choice("level", Level.INFO), section.choice("format", Format.TEXT));
  }
}
