package svara.telephony.asterisk;

/** A command for a parked caller who is not parked (any more): moved on, or gone. */
final class Unparked extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unparked() {
    super("the caller is not parked", null, false, false);
  }
}
