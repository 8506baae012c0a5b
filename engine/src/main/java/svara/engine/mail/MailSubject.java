package svara.engine.mail;

import org.jspecify.annotations.Nullable;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;

/** What a mail's ticket is called. */
public final class MailSubject {
  private static final int LETTERS_MAX = 250;

  private MailSubject() {}

  /** The mail's own subject, cut; without one, whom it is from. */
  public static String of(IncomingMail mail, Language language) {
    return of(mail, language, null);
  }

  /**
   * The same of a ticket that goes on from another, whose number it does not name: an answer to it
   * belongs to the new one.
   */
  public static String of(IncomingMail mail, Language language, @Nullable TicketNumber before) {
    String subject =
        before == null
            ? mail.subject()
            : mail.subject().replace("[#" + before + "]", "").replaceAll("\\s{2,}", " ").strip();
    String words = subject.isBlank() ? from(mail, language) : subject;
    return words.codePointCount(0, words.length()) <= LETTERS_MAX
        ? words
        : words.substring(0, words.offsetByCodePoints(0, LETTERS_MAX));
  }

  private static String from(IncomingMail mail, Language language) {
    String who = shownAs(mail);
    if (who.isEmpty()) {
      return language == Language.SV ? "Mejl utan avsändare" : "Mail without a sender";
    }
    return switch (language) {
      case SV -> "Mejl från " + who;
      case EN -> "Mail from " + who;
    };
  }

  /** The sender's name, else the address. */
  public static String shownAs(IncomingMail mail) {
    return mail.fromName().isBlank() ? mail.from() : mail.fromName();
  }
}
