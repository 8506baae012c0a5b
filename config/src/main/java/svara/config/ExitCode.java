package svara.config;

/** What a command's end means; outsiders hold on to these. */
final class ExitCode {
  static final int DONE = 0;
  static final int FOUND_WRONG = 1;
  static final int WRONG_USE = 2;
  static final int MISSING = 3;

  /** EX_TEMPFAIL of sysexits(3): a mail server keeps the mail and tries again. */
  static final int TRY_AGAIN = 75;

  private ExitCode() {}
}
