package svara.config.bench;

/** The measurement could not be made; the message says why in one line. */
public final class BenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean missing;

  BenchFailure(String message) {
    super(message);
    this.missing = false;
  }

  BenchFailure(String message, Throwable cause) {
    super(message, cause);
    this.missing = false;
  }

  private BenchFailure(String message, boolean missing) {
    super(message);
    this.missing = missing;
  }

  static BenchFailure missing(String message) {
    return new BenchFailure(message, true);
  }

  /** Whether something is not here that could be. */
  public boolean missing() {
    return missing;
  }
}
