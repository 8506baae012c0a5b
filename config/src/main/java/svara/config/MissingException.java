package svara.config;

/** Something is missing on this machine; the message is one line that says what and the remedy. */
public final class MissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MissingException(String line) {
    super(line, null, false, false);
  }
}
