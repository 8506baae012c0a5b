package svara.config.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How mail is taken in and answered.
 *
 * @param sizeBytesMax of a bigger message only the headers are read; it is kept as it came
 * @param filesMax so many files are taken out of a message
 * @param fileBytesMax and none that is larger; it stays in the message as it came
 * @param keptBytesMax a mail in a mailbox that is larger stays there, marked; its ticket says so
 * @param acknowledge whoever opens a ticket by mail is told its number
 * @param answerWithin so much opening time an answer is promised
 * @param automaticPerDayMax automatic mails to one address within 24 hours
 * @param reopenWithin a reply reopens a ticket so long after it was closed
 * @param closingNotices who has mailed about a ticket is told when it is done
 * @param callerNumbers a known caller is mailed the number once somebody has written on the ticket
 * @param blocked senders and domains, in small letters, whose mail is kept and makes no ticket
 */
public record MailSettings(
    int sizeBytesMax,
    int filesMax,
    int fileBytesMax,
    int keptBytesMax,
    boolean acknowledge,
    Duration answerWithin,
    int automaticPerDayMax,
    Duration reopenWithin,
    boolean closingNotices,
    boolean callerNumbers,
    List<String> blocked) {
  private static final Words SENDER =
      Words.of(
          "a mail address, or a domain like example.org",
          "([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@)?[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,9}");
  private static final int BLOCKED_MAX = 1_000;

  static MailSettings read(Section section) {
    return new MailSettings(
        section.count("sizeBytesMax", "bytes", 10_000, 30_000_000, 10_000_000),
        section.count("filesMax", "files", 0, 1_000, 100),
        section.count("fileBytesMax", "bytes", 0, 30_000_000, 10_000_000),
        section.count("keptBytesMax", "bytes", 30_000_000, 250_000_000, 100_000_000),
        section.flag("acknowledge", true),
        section.duration(
            "answerWithin", Duration.ofMinutes(1), Duration.ofHours(720), Duration.ofHours(8)),
        section.count("automaticPerDayMax", "mails", 1, 100, 5),
        section.duration(
            "reopenWithin", Duration.ZERO, Duration.ofHours(8760), Duration.ofHours(336)),
        section.flag("closingNotices", true),
        section.flag("callerNumbers", false),
        section.texts("blocked", "senders", SENDER, BLOCKED_MAX, List.of()).stream()
            .map(sender -> sender.toLowerCase(Locale.ROOT))
            .toList());
  }
}
