package svara.engine.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A program wrote the mail: it is never answered.
 *
 * @param reason what shows it, in few words
 * @param answers it answers another mail (a vacation note, a bounce), so that alone it is no matter
 *     for anybody; otherwise it tells something of its own (an alert, a list)
 */
public record Robot(String reason, boolean answers) {
  private static final Set<String> ANSWERING = Set.of("junk", "auto_reply");
  private static final Set<String> TELLING = Set.of("bulk", "list");

  /** Exchange says it of its own, and of people's: only these ask that nothing be answered. */
  private static final Pattern SUPPRESSED = Pattern.compile(".*\\b(all|autoreply|oof)\\b.*");

  private static final Set<String> MAILERS = Set.of("mailer-daemon", "mail-daemon", "postmaster");
  private static final Set<String> DEAF =
      Set.of("no-reply", "noreply", "no_reply", "donotreply", "do-not-reply", "svara-ej");
  private static final List<String> ANSWER_HEADERS =
      List.of("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Failed-Recipients", "X-Loop");
  private static final List<String> LIST_HEADERS =
      List.of("List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID");

  /** How programs begin the subjects of vacation notes, in Swedish and English, with the colon. */
  private static final Pattern NOTE =
      Pattern.compile(
          "\\s*(auto ?svar|automatiskt (?:mejl|mail|e-post)?svar|svar vid frånvaro"
              + "|frånvaro(?:meddelande|besked|assistent)?|frånvarande|semester|tjänstledig"
              + "|föräldraledig|ej på (?:kontoret|plats)|inte på (?:kontoret|plats)|ej i tjänst"
              + "|borta från kontoret|auto(?:matic)?[- ]?(?:reply|response|reply from)"
              + "|out of (?:the )?office(?: reply)?|ooo|vacation|auto)\\s*:.*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

  /**
   * RFC 3834 (2 and 5), RFC 3464, RFC 2919, and what older programs say instead.
   *
   * @param header the first value of a header by its name, empty when there is none
   * @param report the mail is a {@code multipart/report}
   */
  public static Optional<Robot> of(
      UnaryOperator<String> header, boolean report, String from, String subject) {
    String local = from.substring(0, Math.max(0, from.indexOf('@')));
    if (report) {
      return answering("multipart/report");
    }
    if (header.apply("Return-Path").strip().equals("<>")) {
      return answering("empty Return-Path");
    }
    if (MAILERS.contains(local)) {
      return answering("sent by " + local);
    }
    return submitted(small(header.apply("Auto-Submitted")))
        .or(() -> named(header, ANSWER_HEADERS, true))
        .or(() -> precedence(small(header.apply("Precedence"))))
        .or(() -> named(header, LIST_HEADERS, false))
        .or(() ->
            SUPPRESSED.matcher(small(header.apply("X-Auto-Response-Suppress"))).matches()
                ? telling("X-Auto-Response-Suppress")
                : Optional.empty())
        .or(() -> DEAF.contains(local) ? telling("sent by " + local) : Optional.empty())
        // people write such subjects too, so alone it must not hide a mail
        .or(() ->
            NOTE.matcher(subject).matches()
                ? telling("subject of a vacation note")
                : Optional.empty());
  }

  private static Optional<Robot> answering(String reason) {
    return Optional.of(new Robot(reason, true));
  }

  private static Optional<Robot> telling(String reason) {
    return Optional.of(new Robot(reason, false));
  }

  /** RFC 3834, 5: anything but "no" is automatic; parameters may follow. */
  private static Optional<Robot> submitted(String value) {
    String word = value.replaceAll("[^a-z-].*", "");
    return word.isEmpty() || word.equals("no")
        ? Optional.empty()
        : Optional.of(new Robot("Auto-Submitted: " + word, word.equals("auto-replied")));
  }

  private static Optional<Robot> precedence(String value) {
    return ANSWERING.contains(value) || TELLING.contains(value)
        ? Optional.of(new Robot("Precedence: " + value, ANSWERING.contains(value)))
        : Optional.empty();
  }

  private static Optional<Robot> named(
      UnaryOperator<String> header, List<String> names, boolean answers) {
    return names.stream()
        .filter(name -> !header.apply(name).isBlank())
        .findFirst()
        .map(name -> new Robot(name, answers));
  }

  private static String small(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
