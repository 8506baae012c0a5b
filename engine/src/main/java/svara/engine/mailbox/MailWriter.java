package svara.engine.mailbox;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import svara.engine.mail.OutgoingMail;

/** Makes the message that goes over the wire (RFC 5322, MIME). */
final class MailWriter {
  private static final String UTF_8 = "utf-8";
  // of a long thread the first and the latest are kept (RFC 5322, 3.6.4 leaves it open)
  private static final int REFERENCES_MAX = 20;

  private MailWriter() {}

  /** The library would give it a Message-ID of its own with every attempt. */
  private static final class Named extends MimeMessage {
    private final String id;

    Named(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  static MimeMessage message(Session session, OutgoingMail mail, SmtpAccess access, Instant at)
      throws MessagingException {
    MimeMessage message = new Named(session, angled(mail.messageId()));
    message.setFrom(from(access));
    message.setRecipient(Message.RecipientType.TO, address(mail.recipient()));
    message.setSubject(line(mail.subject()), UTF_8);
    message.setSentDate(Date.from(at));
    thread(message, mail.references());
    if (mail.automatic()) {
      // RFC 3834, 5; the second is what Exchange understands
      message.setHeader(
          "Auto-Submitted", mail.files().isEmpty() ? "auto-replied" : "auto-generated");
      message.setHeader("X-Auto-Response-Suppress", "All");
    }
    if (!mail.files().isEmpty()) {
      message.setContent(withFiles(mail));
    } else if (mail.html().isEmpty()) {
      message.setText(mail.text(), UTF_8);
    } else {
      message.setContent(alternatives(mail));
    }
    message.saveChanges();
    return message;
  }

  private static void thread(MimeMessage message, List<String> references)
      throws MessagingException {
    if (references.isEmpty()) {
      return;
    }
    message.setHeader("In-Reply-To", angled(references.getLast()));
    List<String> kept = references;
    if (references.size() > REFERENCES_MAX) {
      kept = new ArrayList<>(List.of(references.getFirst()));
      kept.addAll(references.subList(references.size() - REFERENCES_MAX + 1, references.size()));
    }
    String all = kept.stream().map(MailWriter::angled).collect(Collectors.joining("\r\n "));
    message.setHeader("References", all);
  }

  private static MimeMultipart withFiles(OutgoingMail mail) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.text(), UTF_8);
    MimeMultipart all = new MimeMultipart("mixed", text);
    for (OutgoingMail.Attached file : mail.files()) {
      MimeBodyPart part = new MimeBodyPart();
      part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.bytes(), file.mediaType())));
      part.setFileName(file.name());
      all.addBodyPart(part);
    }
    return all;
  }

  private static MimeMultipart alternatives(OutgoingMail mail) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.text(), UTF_8);
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mail.html(), UTF_8, "html");
    return new MimeMultipart("alternative", text, html);
  }

  private static InternetAddress from(SmtpAccess access) throws MessagingException {
    try {
      return access.name().isEmpty()
          ? address(access.from())
          : new InternetAddress(access.from(), access.name(), UTF_8);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every Java has UTF-8", e);
    }
  }

  static InternetAddress address(String address) throws MessagingException {
    return new InternetAddress(address, true);
  }

  /** A line break in what a person wrote must not begin a header of its own. */
  private static String line(String text) {
    return MimeUtility.unfold(text.replaceAll("[\\p{Cntrl}]+", " "));
  }

  private static String angled(String id) {
    return "<" + id + ">";
  }
}
