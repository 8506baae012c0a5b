package svara.engine.mail;

import java.util.Locale;

/**
 * A file that came with a mail.
 *
 * @param name safe to save under, 1 to 200 letters
 * @param mediaType in small letters, without parameters
 * @param sizeBytes of what it holds, also when that is not kept
 * @param contentId by which the mail's HTML names it (RFC 2392), or empty
 * @param bytes what it holds; empty when it is not kept. Shared with nobody who changes them
 * @param reason why it is not kept (then it is in the raw mail alone), or empty
 */
// megabytes that are written once: a list of boxed bytes would take twenty times as much
@SuppressWarnings("ArrayRecordComponent")
public record MailFile(
    Kind kind,
    String name,
    String mediaType,
    long sizeBytes,
    String contentId,
    byte[] bytes,
    String reason) {

  /** What it is to its mail. */
  public enum Kind {
    ATTACHED,
    /** Shown within the text. */
    INLINE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** It can be had. */
  public boolean kept() {
    return reason.isEmpty();
  }
}
