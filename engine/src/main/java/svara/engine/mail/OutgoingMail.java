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
 * @param files that it brings
 */
public record OutgoingMail(
    String recipient,
    String subject,
    String text,
    String html,
    String messageId,
    List<String> references,
    boolean automatic,
    List<Attached> files) {
  public OutgoingMail {
    references = List.copyOf(references);
    files = List.copyOf(files);
  }

  /** A mail that brings no files. */
  public OutgoingMail(
      String recipient,
      String subject,
      String text,
      String html,
      String messageId,
      List<String> references,
      boolean automatic) {
    this(recipient, subject, text, html, messageId, references, automatic, List.of());
  }

  /**
   * A file that it brings.
   *
   * @param bytes shared with nobody who changes them
   */
  // as in MailFile: a list of boxed bytes would take twenty times as much
  @SuppressWarnings("ArrayRecordComponent")
  public record Attached(String name, String mediaType, byte[] bytes) {}
}
