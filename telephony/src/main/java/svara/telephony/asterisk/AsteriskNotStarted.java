package svara.telephony.asterisk;

/** An exchange of one's own could not be made or does not start: why, in words for a person. */
public final class AsteriskNotStarted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AsteriskNotStarted(String words) {
    super(words);
  }
}
