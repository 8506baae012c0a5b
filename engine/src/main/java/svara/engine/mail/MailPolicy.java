package svara.engine.mail;

import java.time.Duration;
import java.util.Set;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;

/**
 * How mail is answered.
 *
 * @param language of titles, and of acknowledgements to those whose own is not known
 * @param acknowledges whoever opens a ticket by mail is told its number
 * @param hours in which mail is read
 * @param answerWithin so much opening time an answer is promised
 * @param automaticPerDayMax automatic mails to one address within 24 hours
 * @param reopenWithin a reply reopens a ticket so long after it was closed; later it starts another
 * @param domain that our Message-IDs end with
 * @param own our own addresses, in small letters
 */
public record MailPolicy(
    Language language,
    boolean acknowledges,
    OpeningHours hours,
    Duration answerWithin,
    int automaticPerDayMax,
    Duration reopenWithin,
    String domain,
    Set<String> own) {
  public MailPolicy {
    own = Set.copyOf(own);
  }

  /** Takes mail and tells nobody. */
  public static MailPolicy silent(Language language) {
    return new MailPolicy(
        language,
        false,
        OpeningHours.always(),
        Duration.ofHours(8),
        1,
        Duration.ofDays(14),
        "svara.invalid",
        Set.of());
  }
}
