package svara.engine.mail;

import svara.engine.id.Language;
import svara.engine.id.TicketNumber;

/**
 * A mail that nobody writes. Nothing of what others have written goes into it but the ticket's
 * subject: whoever asked for it may be forged.
 *
 * @param text in plain words
 * @param html the same
 */
public record AutomaticLetter(String subject, String text, String html) {
  private static final int SUBJECT_MAX = 250;

  static AutomaticLetter of(Language language, TicketNumber ticket, String about, String text) {
    return new AutomaticLetter(subject(ticket, about), text, MailHtml.of(language, text));
  }

  /** The subject of every mail about a ticket. */
  public static String subject(TicketNumber ticket, String about) {
    String subject = "[#" + ticket + "] " + about;
    return subject.codePointCount(0, subject.length()) <= SUBJECT_MAX
        ? subject
        : subject.substring(0, subject.offsetByCodePoints(0, SUBJECT_MAX));
  }

  /** What a requester is told when somebody has solved or closed the ticket. */
  public static AutomaticLetter closing(Language language, TicketNumber ticket, String about) {
    String text =
        switch (language) {
          case SV ->
              """
              Hej!

              Vi är klara med ditt ärende "%s" (%s).

              Är det något som inte stämmer? Svara på det här mejlet, så tar vi upp ärendet igen.

              Det här mejlet har skickats automatiskt.\
              """;
          case EN ->
              """
              Hello!

              We have finished your ticket "%s" (%s).

              Is anything not as it should be? Reply to this mail, and we take it up again.

              This mail was sent automatically.\
              """;
        };
    return of(language, ticket, about, text.formatted(about, ticket));
  }

  /** What a caller is told once his matter is written down: the number, to name it by. */
  public static AutomaticLetter number(Language language, TicketNumber ticket, String about) {
    String text =
        switch (language) {
          case SV ->
              """
              Hej!

              Det du ringde om är antecknat: "%s". Det har ärendenummer %s.

              Vill du lägga till något? Svara på det här mejlet och låt ärendenumret stå kvar i ämnesraden.

              Det här mejlet har skickats automatiskt.\
              """;
          case EN ->
              """
              Hello!

              What you called about is written down: "%s". Its ticket number is %s.

              To add something, reply to this mail and leave the number in its subject.

              This mail was sent automatically.\
              """;
        };
    return of(language, ticket, about, text.formatted(about, ticket));
  }
}
