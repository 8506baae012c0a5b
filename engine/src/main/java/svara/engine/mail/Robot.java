package svara.engine.mail;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Tells a program's mail from a person's. */
public final class Robot {
  private static final Set<String> PRECEDENCES = Set.of("bulk", "list", "junk", "auto_reply");

  /** Exchange says it of its own, and of people's: only these two ask that nothing be answered. */
  private static final Pattern SUPPRESSED = Pattern.compile(".*\\b(all|autoreply|oof)\\b.*");

  private static final Set<String> MAILERS =
      Set.of("mailer-daemon", "postmaster", "mail-daemon", "no-reply", "noreply", "donotreply");

  /**
   * How subjects of vacation notes begin, as Swedish and English programs write them. What a person
   * may write too ("Semester") counts only with the colon that programs put after it.
   */
  private static final Pattern NOTE =
      Pattern.compile(
          "^\\s*(autosvar|auto ?svar|automatiskt svar|automatiskt mejlsvar|svar vid frånvaro"
              + "|frånvaromeddelande|frånvarobesked|frånvaroassistent|automatic reply|auto(?:matic)?[- ]?reply"
              + "|autoreply|auto response|out of office|out of the office|ooo"
              + "|(?:frånvaro|frånvarande|semester|tjänstledig|föräldraledig|ej på kontoret|inte på kontoret"
              + "|ej i tjänst|inte på plats|borta från kontoret|vacation|auto)(?=\\s*:))"
              + "(?:\\b|(?=\\s*:)).*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

  private Robot() {}

  /**
   * What shows that a program wrote the mail, in few words; empty when a person did. RFC 3834 (2
   * and 5), RFC 3464, RFC 2919, and what older programs say instead.
   *
   * @param header the first value of a header by its name, empty when there is none
   * @param report the mail is a {@code multipart/report}
   */
  public static String reason(
      UnaryOperator<String> header, boolean report, String from, String subject) {
    String submitted = small(header.apply("Auto-Submitted"));
    String precedence = small(header.apply("Precedence"));
    if (!submitted.isEmpty() && !submitted.matches("no\\b.*")) {
      return "Auto-Submitted: " + word(submitted);
    }
    if (report) {
      return "multipart/report";
    }
    if (header.apply("Return-Path").strip().equals("<>")) {
      return "empty Return-Path";
    }
    if (PRECEDENCES.contains(precedence)) {
      return "Precedence: " + precedence;
    }
    if (SUPPRESSED.matcher(small(header.apply("X-Auto-Response-Suppress"))).matches()) {
      return "X-Auto-Response-Suppress";
    }
    for (String name :
        new String[] {
          "List-Id",
          "List-Unsubscribe",
          "List-Post",
          "Feedback-ID",
          "X-Autoreply",
          "X-Autorespond",
          "X-Autoresponder",
          "X-Failed-Recipients",
          "X-Loop"
        }) {
      if (!header.apply(name).isBlank()) {
        return name;
      }
    }
    String local = from.substring(0, Math.max(0, from.indexOf('@')));
    if (MAILERS.contains(local)) {
      return "sent by " + local;
    }
    return NOTE.matcher(subject).matches() ? "subject of a vacation note" : "";
  }

  private static String small(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }

  /** Without parameters. */
  private static String word(String value) {
    return value.replaceAll("[^a-z-].*", "");
  }
}
