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
 * outside hours when the mail is read. Nothing of the mail but its subject goes back: its sender
 * may be forged.
 *
 * @param text in plain words
 * @param html the same
 */
public record Acknowledgement(String subject, String text, String html) {
  private static final int SUBJECT_MAX = 250;
  private static final Locale SWEDISH = Locale.of("sv", "SE");

  /** The subject of every mail about a ticket. */
  public static String subject(TicketNumber ticket, String about) {
    String subject = "[#" + ticket + "] " + about;
    return subject.codePointCount(0, subject.length()) <= SUBJECT_MAX
        ? subject
        : subject.substring(0, subject.offsetByCodePoints(0, SUBJECT_MAX));
  }

  /**
   * In the words of a language.
   *
   * @param about the ticket's subject
   * @param at when the mail came
   */
  public static Acknowledgement of(
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
    return new Acknowledgement(subject(ticket, about), text, html(language, text));
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

  private static String html(Language language, String text) {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"").append(language.code());
    html.append(
        "\"><head><meta charset=\"utf-8\"></head>\n<body style=\"font-family:sans-serif\">\n");
    for (String paragraph : text.split("\n\n", -1)) {
      html.append("<p>").append(escaped(paragraph)).append("</p>\n");
    }
    return html.append("</body></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
