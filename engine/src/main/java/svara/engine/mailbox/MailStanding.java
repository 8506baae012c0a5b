package svara.engine.mailbox;

import jakarta.mail.AuthenticationFailedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether mail can be read or sent, and since when it is so. */
public record MailStanding(Trouble trouble, Instant since) {

  /** What is wrong. */
  public enum Trouble {
    NONE,
    /** The server, or what it stands on, does not answer as it should. */
    UNREACHABLE,
    /** The server does not want the password or token. */
    SIGN_IN_REFUSED,
    /** The endpoint gives no token any more. */
    TOKEN_REFUSED;

    static Trouble of(@Nullable Exception cause) {
      return switch (cause) {
        case null -> NONE;
        case TokenRefused _ -> TOKEN_REFUSED;
        case AuthenticationFailedException _ -> SIGN_IN_REFUSED;
        default -> UNREACHABLE;
      };
    }
  }

  public boolean works() {
    return trouble == Trouble.NONE;
  }
}
