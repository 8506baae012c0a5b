package svara.engine.mail;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;

/**
 * What somebody who has mailed is told at once: the ticket's number, by when an answer comes, and
 * outside hours when the mail is read.
 */
public final class Acknowledgement {
  private static final Locale SWEDISH = Locale.of("sv", "SE");

  private Acknowledgement() {}

  /**
   * In the words of a language.
   *
   * @param about the ticket's subject
   * @param at when the mail came
   */
  public static AutomaticLetter of(
      Language language, TicketNumber ticket, String about, MailPolicy policy, Instant at) {
    OpeningHours hours = policy.hours();
    String answered = moment(language, hours.plusOpen(at, policy.answerWithin()), hours);
    String read =
        hours.openAt(at)
            ? ""
            : hours.nextOpening(at).map(opens -> moment(language, opens, hours)).orElse("");
    String text =
        switch (language) {
          case SV -> swedish(ticket, about, answered, read);
          case EN -> english(ticket, about, answered, read);
        };
    return AutomaticLetter.of(language, ticket, about, text);
  }

  private static String swedish(TicketNumber ticket, String about, String answered, String read) {
    String closed =
        read.isEmpty() ? "" : "Vi har stängt just nu. Ditt mejl läses " + read + ".\n\n";
    return """
    Hej!

    Vi har tagit emot ditt mejl "%s". Det har fått ärendenummer %s.

    %sDu får svar senast %s.

    Vill du lägga till något? Svara på det här mejlet och låt ärendenumret stå kvar i ämnesraden.

    Det här mejlet har skickats automatiskt.\
    """
        .formatted(about, ticket, closed, answered);
  }

  private static String english(TicketNumber ticket, String about, String answered, String read) {
    String closed =
        read.isEmpty() ? "" : "We are closed now. Your mail will be read " + read + ".\n\n";
    return """
    Hello!

    We have received your mail "%s". Its ticket number is %s.

    %sYou will have an answer by %s.

    To add something, reply to this mail and leave the number in its subject.

    This mail was sent automatically.\
    """
        .formatted(about, ticket, closed, answered);
  }

  private static String moment(Language language, Instant at, OpeningHours hours) {
    ZonedDateTime local = at.atZone(hours.zone());
    return switch (language) {
      case SV -> DateTimeFormatter.ofPattern("EEEE d MMMM 'kl.' HH:mm", SWEDISH).format(local);
      case EN -> DateTimeFormatter.ofPattern("EEEE d MMMM 'at' HH:mm", Locale.UK).format(local);
    };
  }
}
