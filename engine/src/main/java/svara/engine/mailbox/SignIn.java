package svara.engine.mailbox;

import jakarta.mail.MessagingException;
import java.util.Properties;

/** What is shown to a mail server so that it lets us in. */
public interface SignIn {

  /** The password or token to show now; may ask for one elsewhere, and blocks within limits. */
  String secret() throws MessagingException;

  /** Whether it is a token, shown by XOAUTH2, and no password. */
  boolean token();

  /** The server did not want what was shown last. */
  void refused();

  /** Always the same password. */
  static SignIn password(String password) {
    return new SignIn() {
      @Override
      public String secret() {
        return password;
      }

      @Override
      public boolean token() {
        return false;
      }

      @Override
      public void refused() {
        // there is no other one
      }

      @Override
      public String toString() {
        return "a password";
      }
    };
  }

  /** How the mail library shows it, for a protocol's properties. */
  default void into(Properties properties, String mail) {
    if (token()) {
      properties.setProperty(mail + "auth.mechanisms", "XOAUTH2");
    }
  }
}
