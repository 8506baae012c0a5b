package svara.engine.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, once it has been read.
 *
 * @param messageId without angle brackets (RFC 5322, 3.6.4), or empty when there is none
 * @param from the sender's address in small letters; a hint for recognising a person, never proof
 * @param fromName the name the sender goes by, or empty
 * @param subject unfolded and decoded, or empty
 * @param text the plain text, or the text of the HTML when there is no plain one
 * @param robot why it counts as a program's, or null when a person wrote it
 * @param thread the mails it goes on from, by References and In-Reply-To; the last is the one it
 *     answers
 * @param bounce what it tells of a mail of ours, or null
 */
public record IncomingMail(
    String messageId,
    String from,
    String fromName,
    String subject,
    String text,
    @Nullable Robot robot,
    List<String> thread,
    @Nullable Bounce bounce) {
  public IncomingMail {
    thread = List.copyOf(thread);
  }

  /** A program wrote it. */
  public boolean automatic() {
    return robot != null;
  }
}
