package svara.engine.mailbox;

import jakarta.mail.MessagingException;

/** No token is to be had: the endpoint says no, and will until somebody changes something. */
final class TokenRefused extends MessagingException {
  private static final long serialVersionUID = 1L;

  TokenRefused(String words) {
    super(words);
  }
}
