package svara.engine.ticket;

import svara.engine.id.Language;
import svara.engine.queue.Caller;

/** What a ticket is called as long as nobody has said what it is about. */
public final class CallSubject {
  private CallSubject() {}

  /** What stands before the caller's name. */
  public static String opening(Language language) {
    return switch (language) {
      case SV -> "Samtal från ";
      case EN -> "Call from ";
    };
  }

  /** The name that was shown, else the number, else that there was none. */
  public static String shownAs(Caller caller) {
    if (!caller.name().isBlank()) {
      return caller.name();
    }
    String number = caller.number().key();
    if (!number.isEmpty()) {
      return number;
    }
    return switch (caller.language()) {
      case SV -> "dolt nummer";
      case EN -> "a withheld number";
    };
  }
}
