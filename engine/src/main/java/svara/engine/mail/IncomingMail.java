package svara.engine.mail;

import java.util.List;

/**
 * What a mail says, once it has been read.
 *
 * @param messageId without angle brackets (RFC 5322, 3.6.4), or empty when there is none
 * @param from the sender's address in small letters; a hint for recognising a person, never proof
 * @param fromName the name the sender goes by, or empty
 * @param subject unfolded and decoded, or empty
 * @param text the plain text, or the text of the HTML when there is no plain one
 * @param robot what shows that a program wrote it (RFC 3834, a bounce, a mailing list): it answers
 *     nothing; empty when a person did
 * @param thread the mails it goes on from, by References and In-Reply-To; the last is the one it
 *     answers
 */
public record IncomingMail(
    String messageId,
    String from,
    String fromName,
    String subject,
    String text,
    String robot,
    List<String> thread) {
  public IncomingMail {
    thread = List.copyOf(thread);
  }

  /** A program wrote it. */
  public boolean automatic() {
    return !robot.isEmpty();
  }
}
