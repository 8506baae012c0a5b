package svara.engine.port;

/** The exchange failed us: which way, and its own words. */
public final class PhoneSystemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What failed. */
  public enum Kind {
    /** No answer in time; whether the order was carried out is unknown. */
    TIMEOUT,
    /** No connection, or it broke before the answer. */
    DISCONNECTED,
    /** The exchange said no. */
    REFUSED
  }

  public PhoneSystemException(Kind kind, String words) {
    super(words, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
