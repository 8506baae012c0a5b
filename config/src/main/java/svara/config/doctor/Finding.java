package svara.config.doctor;

/**
 * What a check saw.
 *
 * @param check its name, for instance {@code database}
 * @param says what was seen, one line
 * @param remedy what mends it, or empty
 */
public record Finding(String check, State state, String says, String remedy) {

  /** How it is. */
  public enum State {
    WELL,
    WRONG,
    /** Could not be looked at, because something it needs is wrong. */
    UNKNOWN
  }

  static Finding well(String check, String says) {
    return new Finding(check, State.WELL, says, "");
  }

  static Finding wrong(String check, String says, String remedy) {
    return new Finding(check, State.WRONG, says, remedy);
  }

  static Finding unknown(String check, String says) {
    return new Finding(check, State.UNKNOWN, says, "");
  }
}
