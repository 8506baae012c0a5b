package svara.config.doctor;

import svara.engine.postgres.DatabaseAddress;

/** Lets the doctor at the database that the settings name, the embedded one started for it. */
public interface DatabaseDoor {

  /**
   * Opens it; blocks.
   *
   * @throws ClosedException when there is no way to it
   */
  Opened open();

  /** A database that can be looked at until it is closed. */
  interface Opened extends AutoCloseable {
    DatabaseAddress address();

    @Override
    void close();
  }

  /** The embedded database can not be had. */
  final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    public ClosedException(String words, String remedy) {
      super(words, null, false, false);
      this.remedy = remedy;
    }

    String remedy() {
      return remedy;
    }
  }
}
