package svara.engine.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.Bounce;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailBody.Fold;
import svara.engine.mail.MailFile;
import svara.engine.mail.MailMatching;
import svara.engine.mail.MailMatching.Candidate;
import svara.engine.mail.MailMatching.Destination;
import svara.engine.mail.MailMatching.Tie;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.MailSubject;
import svara.engine.mail.Robot;

/** Holds what is understood of a mail, and where it goes, against what is expected. */
final class MailChecker {
  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
  private static final int FILES_MAX = 100;
  private static final int FILE_BYTES_MAX = 200_000;
  private static final Set<String> ABOUT = Set.of("clause", "defect", "client", "candidates");
  private static final MailPolicy POLICY =
      new MailPolicy(
          Language.SV,
          true,
          OpeningHours.always(),
          Duration.ofHours(8),
          5,
          Duration.ofDays(14),
          "svara.invalid",
          Set.of("helpdesk@example.se"));

  private final MailReader reader =
      new MailReader(10_000_000, new MailParts.FileLimits(FILES_MAX, FILE_BYTES_MAX));

  /** What is wrong with the collection itself. */
  static List<String> faults(List<MailCase> cases) {
    List<String> faults = new ArrayList<>();
    Map<String, String> pairs = new HashMap<>();
    Set<String> mails = new HashSet<>();
    for (MailCase one : cases) {
      if (!one.expected().containsKey("clause") || !one.expected().containsKey("defect")) {
        faults.add(one.name() + " names no clause or no defect");
      }
      if (ABOUT.containsAll(one.expected().keySet())) {
        faults.add(one.name() + " expects nothing");
      }
      String other = pairs.put(one.text("clause") + " / " + one.text("defect"), one.name());
      if (other != null) {
        faults.add(one.name() + " and " + other + " name the same clause and defect");
      }
      if (!mails.add(new String(one.raw(), StandardCharsets.ISO_8859_1))) {
        faults.add(one.name() + " is the same mail as another");
      }
    }
    return faults;
  }

  /** What is otherwise than expected, a line each. */
  List<String> differences(MailCase one) {
    IncomingMail mail = reader.read(one.raw());
    List<String> differences = new ArrayList<>();
    for (String key : one.expected().keySet()) {
      if (!ABOUT.contains(key)) {
        Object expected = one.expected().get(key);
        Object found = found(key, one, mail);
        if (!Objects.equals(expected, found)) {
          differences.add(
              "%s %s: expected %s, found %s".formatted(one.name(), key, expected, found));
        }
      }
    }
    return differences;
  }

  private Object found(String key, MailCase one, IncomingMail mail) {
    return switch (key) {
      case "messageId" -> mail.messageId();
      case "from" -> mail.from();
      case "fromName" -> mail.fromName();
      case "subject" -> mail.subject();
      case "title" -> MailSubject.of(mail, Language.SV);
      case "text" -> mail.text();
      case "length" -> mail.text().length();
      case "contains" -> mail.text().contains(one.text(key)) ? one.text(key) : mail.text();
      case "visible" -> visible(mail);
      case "folded" -> folded(mail);
      case "formatted" -> mail.body().formatted();
      case "flaw" -> mail.body().flaw();
      case "files" -> mail.body().files().stream().map(MailChecker::words).toList();
      case "names" -> mail.body().files().stream().map(MailFile::name).toList();
      case "robot" -> robot(mail.robot());
      case "bounce" -> bounce(mail.bounce());
      case "thread" -> mail.thread();
      case "numbers" ->
          MailMatching.named(mail.subject()).stream().map(TicketNumber::toString).toList();
      case "page" ->
          one.list(key).stream().filter(words -> page(one).contains((String) words)).toList();
      case "never" ->
          one.list(key).stream().filter(words -> !page(one).contains((String) words)).toList();
      case "decision" -> decision(one, mail);
      default -> "nobody knows what that is";
    };
  }

  private String page(MailCase one) {
    return reader.page(one.raw()).orElse("");
  }

  private static String folded(IncomingMail mail) {
    StringBuilder folded = new StringBuilder();
    for (Fold fold : mail.body().folds()) {
      folded.append(mail.text(), fold.from(), fold.to());
    }
    return folded.toString();
  }

  private static String visible(IncomingMail mail) {
    StringBuilder visible = new StringBuilder();
    int at = 0;
    for (Fold fold : mail.body().folds()) {
      visible.append(mail.text(), at, fold.from());
      at = fold.to();
    }
    return visible.append(mail.text().substring(at)).toString().strip();
  }

  private static String words(MailFile file) {
    return "%s %s %s %d %s"
        .formatted(
            file.kind().word(), file.name(), file.mediaType(), file.sizeBytes(), file.reason())
        .strip();
  }

  private static String robot(Robot robot) {
    return robot == null ? "" : robot.reason();
  }

  private static String bounce(Bounce bounce) {
    return bounce == null
        ? ""
        : "%s %s %s %s"
            .formatted(
                bounce.original(),
                bounce.recipient(),
                bounce.failed() ? "failed" : "passing",
                bounce.words());
  }

  private static String decision(MailCase one, IncomingMail mail) {
    List<Candidate> candidates = new ArrayList<>();
    for (Object each : one.list("candidates")) {
      candidates.add(candidate((Map<?, ?>) each));
    }
    return switch (MailMatching.of(mail, candidates, POLICY, AT)) {
      case Destination.Creates() -> "creates";
      case Destination.Follows(TicketNumber ticket, Tie tie) ->
          "follows " + ticket + " " + tie.word();
      case Destination.Joins(TicketNumber ticket, Tie tie, boolean someoneNew) ->
          "joins " + ticket + " " + tie.word() + (someoneNew ? " new" : "");
      case Destination.Recorded(TicketNumber ticket, Tie tie, boolean someoneNew) ->
          "recorded " + ticket + " " + tie.word() + (someoneNew ? " new" : "");
      case Destination.Kept(String _) -> "kept";
    };
  }

  private static Candidate candidate(Map<?, ?> written) {
    Set<String> addresses = new HashSet<>();
    ((List<?>) written.get("addresses")).forEach(address -> addresses.add((String) address));
    Object closed = written.get("closedDays");
    return new Candidate(
        TicketNumber.parse((String) written.get("ticket")).orElseThrow(),
        Tie.valueOf((String) written.get("tie")),
        addresses,
        closed == null ? null : AT.minus(Duration.ofDays((Integer) closed)));
  }
}
