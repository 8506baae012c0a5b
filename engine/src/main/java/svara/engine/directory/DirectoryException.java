package svara.engine.directory;

/** The directory can not be read, or not wholly; nothing was changed. */
public final class DirectoryException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * For people.
   *
   * @param message what is wrong and what to look at
   */
  public DirectoryException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * For people.
   *
   * @param message what is wrong and what to look at
   */
  public DirectoryException(String message) {
    super(message);
  }
}
