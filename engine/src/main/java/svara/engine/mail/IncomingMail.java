package svara.engine.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, once it has been read.
 *
 * @param messageId without angle brackets (RFC 5322, 3.6.4), or empty when there is none
 * @param from the sender's address in small letters, or empty when it has none; a hint for
 *     recognising a person, never proof
 * @param fromName the name the sender goes by, or empty
 * @param subject unfolded and decoded, or empty
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
    MailBody body,
    @Nullable Robot robot,
    List<String> thread,
    @Nullable Bounce bounce) {
  public IncomingMail {
    thread = List.copyOf(thread);
  }

  /** One of which nothing could be read. */
  public static IncomingMail unread(String reason) {
    MailBody nothing = new MailBody("", List.of(), false, List.of(), reason);
    return new IncomingMail("", "", "", "", nothing, null, List.of(), null);
  }

  public String text() {
    return body.text();
  }

  /** A program wrote it. */
  public boolean automatic() {
    return robot != null;
  }
}
