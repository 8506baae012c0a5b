package svara.engine.mail;

/**
 * A server tells what became of a mail (RFC 3464).
 *
 * @param original Message-ID of that mail, or empty when it does not say
 * @param recipient whom it could not reach, in small letters, or empty
 * @param failed for good; otherwise it is only late, or has arrived
 * @param words in the server's own
 */
public record Bounce(String original, String recipient, boolean failed, String words) {}
