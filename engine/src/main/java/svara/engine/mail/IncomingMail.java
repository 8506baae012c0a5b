package svara.engine.mail;

/**
 * What a mail says, once it has been read.
 *
 * @param messageId without angle brackets (RFC 5322, 3.6.4), or empty when there is none
 * @param from the sender's address in small letters; a hint for recognising a person, never proof
 * @param fromName the name the sender goes by, or empty
 * @param subject unfolded and decoded, or empty
 * @param text the plain text, or the text of the HTML when there is no plain one
 * @param automatic a program wrote it (RFC 3834, a bounce, a mailing list): it answers nothing
 */
public record IncomingMail(
    String messageId,
    String from,
    String fromName,
    String subject,
    String text,
    boolean automatic) {}
