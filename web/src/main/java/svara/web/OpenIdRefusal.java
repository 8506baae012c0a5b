package svara.web;

import java.io.Serial;
import java.util.Locale;
import svara.engine.people.Role;

/** Why a sign-in elsewhere opens nothing here. */
final class OpenIdRefusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;

  /** As the page after it says. */
  enum Reason {
    /** The provider does not answer, or not as one. */
    UNREACHABLE,
    /** Nobody began it in this browser, or too long ago. */
    NOT_BEGUN,
    /** The provider, or the person, said no there. */
    DENIED,
    /** What came back proves nothing. */
    NOT_PROVEN,
    /** None of the groups gives a {@link Role}. */
    NO_ROLE,
    /** The name there is none that an account can have here, or belongs to another account. */
    NAME_TAKEN,
    /** The account is disabled here. */
    DISABLED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param message for the log; nothing that proves anything
   */
  OpenIdRefusal(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
