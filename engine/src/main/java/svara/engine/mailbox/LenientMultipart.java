package svara.engine.mailbox;

import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMultipart;

/** Parts of a message that may have lost its first or its last boundary. */
final class LenientMultipart extends MimeMultipart {
  LenientMultipart(DataSource source) throws MessagingException {
    super(source);
  }

  @Override
  protected void initializeProperties() {
    ignoreMissingEndBoundary = true;
    ignoreMissingBoundaryParameter = true;
    ignoreExistingBoundaryParameter = false;
    allowEmpty = true;
  }
}
