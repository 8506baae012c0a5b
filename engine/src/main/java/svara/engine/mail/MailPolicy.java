package svara.engine.mail;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;

/**
 * How mail is answered.
 *
 * @param language of titles, and of automatic mails to those whose own is not known
 * @param automatic which mails nobody writes
 * @param hours in which mail is read
 * @param answerWithin so much opening time an answer is promised
 * @param reopenWithin a reply reopens a ticket so long after it was closed; later it starts another
 * @param domain that our Message-IDs end with
 * @param own our own addresses, in small letters
 * @param blocked addresses and domains, in small letters, whose mail is kept and stands on no
 *     ticket
 */
public record MailPolicy(
    Language language,
    Automatic automatic,
    OpeningHours hours,
    Duration answerWithin,
    Duration reopenWithin,
    String domain,
    Set<String> own,
    Set<String> blocked) {
  public MailPolicy {
    own = Set.copyOf(own);
    blocked = Set.copyOf(blocked);
  }

  /**
   * Mails that nobody writes.
   *
   * @param acknowledges whoever opens a ticket by mail is told its number
   * @param closes who has mailed or had mail about a ticket is told when it is done
   * @param numbers a known caller is told the ticket's number once somebody has written on it
   * @param perDayMax to one address within 24 hours
   */
  public record Automatic(boolean acknowledges, boolean closes, boolean numbers, int perDayMax) {}

  /** Acknowledges, and writes no other mail by itself; nobody is blocked. */
  public MailPolicy(
      Language language,
      boolean acknowledges,
      OpeningHours hours,
      Duration answerWithin,
      int automaticPerDayMax,
      Duration reopenWithin,
      String domain,
      Set<String> own) {
    this(
        language,
        new Automatic(acknowledges, false, false, automaticPerDayMax),
        hours,
        answerWithin,
        reopenWithin,
        domain,
        own,
        Set.of());
  }

  /** Takes mail and tells nobody. */
  public static MailPolicy silent(Language language) {
    return silent(language, "svara.invalid");
  }

  /** Takes mail and tells nobody, with Message-IDs of its own. */
  public static MailPolicy silent(Language language, String domain) {
    return new MailPolicy(
        language,
        false,
        OpeningHours.always(),
        Duration.ofHours(8),
        1,
        Duration.ofDays(14),
        domain,
        Set.of());
  }

  /** What blocks the sender: his address, his domain, or one that it is part of. */
  public Optional<String> blocks(String address) {
    if (blocked.contains(address)) {
      return Optional.of(address);
    }
    String domain = address.substring(address.indexOf('@') + 1);
    while (!domain.isEmpty()) {
      if (blocked.contains(domain)) {
        return Optional.of(domain);
      }
      int dot = domain.indexOf('.');
      domain = dot < 0 ? "" : domain.substring(dot + 1);
    }
    return Optional.empty();
  }
}
