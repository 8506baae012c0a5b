package svara.engine.mail;

import java.util.List;

/**
 * A mail to be sent.
 *
 * @param recipient one address
 * @param text in plain words
 * @param html the same as HTML, or empty when there is only the text
 * @param messageId its own, without angle brackets
 * @param references the mails before it in its thread, without angle brackets; the last is the one
 *     it answers (RFC 5322, 3.6.4); empty when it begins a thread
 * @param automatic nobody wrote it (RFC 3834)
 */
public record OutgoingMail(
    String recipient,
    String subject,
    String text,
    String html,
    String messageId,
    List<String> references,
    boolean automatic) {
  public OutgoingMail {
    references = List.copyOf(references);
  }
}
