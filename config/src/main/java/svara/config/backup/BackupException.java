package svara.config.backup;

/** A copy or its way back that ends here; the message is one line with the remedy. */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean missing;

  private BackupException(String line, boolean missing) {
    super(line, null, false, false);
    this.missing = missing;
  }

  /** It ran and found something wrong. */
  static BackupException wrong(String line) {
    return new BackupException(line, false);
  }

  /** Something that it needs is not here. */
  static BackupException missing(String line) {
    return new BackupException(line, true);
  }

  public boolean isMissing() {
    return missing;
  }
}
