package svara.engine.port;

/** The database failed us: which way, and its own words. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What failed. */
  public enum Kind {
    /** No connection, or it broke before the answer: whether something was written is unknown. */
    UNAVAILABLE,
    /** Too many requests wait already: nothing was written. */
    OVERLOADED,
    /** The database said no for a reason that trying again does not mend. */
    REFUSED
  }

  public StoreException(Kind kind, String words) {
    super(words, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
