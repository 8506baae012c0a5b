package svara.engine.mailbox;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.OutgoingMail;
import svara.engine.mail.SendingPlan.Attempt;

/** One connection to the server that takes our mail. Blocks; every wait has an end. */
final class SmtpSession implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  private final SmtpAccess access;
  private final Session session;
  private final Transport transport;

  private SmtpSession(SmtpAccess access, Session session, Transport transport) {
    this.access = access;
    this.session = session;
    this.transport = transport;
  }

  /** Asked right before the end of a mail is handed over; false keeps it back. */
  interface Handing {
    boolean mayHand();
  }

  /** Tells where in the dialogue a mail is: only its end commits the server. */
  private static final class Transport extends SMTPTransport {
    private @Nullable Handing handing;
    private boolean handed;

    Transport(Session session, String protocol, boolean tls) {
      super(session, new URLName(protocol, null, -1, null, null, null), protocol, tls);
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
      if (handing == null || !handing.mayHand()) {
        throw new MessagingException("it is not ours to send any more");
      }
      handed = true;
      super.finishData();
    }
  }

  /**
   * @param answerMax how long the server may think about one command
   */
  static SmtpSession open(SmtpAccess access, Duration answerMax) throws MessagingException {
    boolean tls = access.security() == ImapAccess.Security.TLS;
    String protocol = tls ? "smtps" : "smtp";
    Session session = Session.getInstance(properties(access, protocol, answerMax));
    Transport transport = new Transport(session, protocol, tls);
    try {
      if (access.user().isEmpty()) {
        transport.connect(access.host(), access.port(), null, null);
      } else {
        String secret = access.signIn().secret();
        transport.connect(access.host(), access.port(), access.user(), secret);
      }
    } catch (MessagingException e) {
      if (e instanceof AuthenticationFailedException) {
        access.signIn().refused();
      }
      closeQuietly(transport);
      throw e;
    }
    return new SmtpSession(access, session, transport);
  }

  private static Properties properties(SmtpAccess access, String protocol, Duration answerMax) {
    Properties properties = new Properties();
    String mail = "mail." + protocol + ".";
    boolean starttls = access.security() == ImapAccess.Security.STARTTLS;
    properties.setProperty(mail + "starttls.enable", Boolean.toString(starttls));
    properties.setProperty(mail + "starttls.required", Boolean.toString(starttls));
    properties.setProperty(mail + "ssl.checkserveridentity", "true");
    properties.setProperty(mail + "connectiontimeout", Long.toString(CONNECT_MAX.toMillis()));
    properties.setProperty(mail + "timeout", Long.toString(answerMax.toMillis()));
    properties.setProperty(mail + "writetimeout", Long.toString(answerMax.toMillis()));
    properties.setProperty(mail + "auth", Boolean.toString(!access.user().isEmpty()));
    access.signIn().into(properties, mail);
    properties.setProperty(mail + "localhost", access.domain());
    // closing must not wait for an answer that does not come
    properties.setProperty(mail + "quitwait", "false");
    return properties;
  }

  /** Hands one mail over. An attempt that has failed leaves the connection unfit for another. */
  Attempt send(OutgoingMail mail, Instant at, Handing handing) {
    transport.handing = handing;
    transport.handed = false;
    try {
      MimeMessage message = MailWriter.message(session, mail, access, at);
      transport.sendMessage(message, new Address[] {MailWriter.address(mail.recipient())});
      return new Attempt.Accepted(transport.getLastServerResponse().strip());
    } catch (AddressException e) {
      return new Attempt.Refused("not an address: " + e.getMessage());
    } catch (MessagingException e) {
      return attempt(e);
    } catch (RuntimeException e) {
      // the library meets what a server says here; its faults must not end the sending
      return transport.handed
          ? new Attempt.Unanswered(String.valueOf(e.getMessage()))
          : new Attempt.Failed(String.valueOf(e.getMessage()));
    }
  }

  private Attempt attempt(MessagingException cause) {
    int code = -1;
    String words = String.valueOf(cause.getMessage());
    for (Exception e = cause; e != null; e = next(e)) {
      int said = code(e);
      if (said > 0) {
        code = said;
        words = String.valueOf(e.getMessage());
      }
    }
    if (code >= 500) {
      return new Attempt.Refused(words.strip());
    }
    return transport.handed && code < 0
        ? new Attempt.Unanswered("no answer to the whole mail: " + words.strip())
        : new Attempt.Failed(words.strip());
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException m ? m.getNextException() : null;
  }

  private static int code(Exception e) {
    return switch (e) {
      case SMTPAddressFailedException a -> a.getReturnCode();
      case SMTPSenderFailedException s -> s.getReturnCode();
      case SMTPSendFailedException s -> s.getReturnCode();
      default -> -1;
    };
  }

  @Override
  public void close() {
    closeQuietly(transport);
  }

  private static void closeQuietly(SMTPTransport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // the connection was lost: closing is all that was wanted
      return;
    }
  }
}
