package svara.config.settings;

import java.time.Duration;

/**
 * How mail is taken in and answered.
 *
 * @param sizeBytesMax of a bigger message only the headers are read; it is kept as it came
 * @param filesMax so many files are taken out of a message
 * @param fileBytesMax and none that is larger; it stays in the message as it came
 * @param acknowledge whoever opens a ticket by mail is told its number
 * @param answerWithin so much opening time an answer is promised
 * @param automaticPerDayMax automatic mails to one address within 24 hours
 * @param reopenWithin a reply reopens a ticket so long after it was closed
 */
public record MailSettings(
    int sizeBytesMax,
    int filesMax,
    int fileBytesMax,
    boolean acknowledge,
    Duration answerWithin,
    int automaticPerDayMax,
    Duration reopenWithin) {
  static MailSettings read(Section section) {
    return new MailSettings(
        section.count("sizeBytesMax", "bytes", 10_000, 30_000_000, 10_000_000),
        section.count("filesMax", "files", 0, 1_000, 100),
        section.count("fileBytesMax", "bytes", 0, 30_000_000, 10_000_000),
        section.flag("acknowledge", true),
        section.duration(
            "answerWithin", Duration.ofMinutes(1), Duration.ofHours(720), Duration.ofHours(8)),
        section.count("automaticPerDayMax", "mails", 1, 100, 5),
        section.duration(
            "reopenWithin", Duration.ZERO, Duration.ofHours(8760), Duration.ofHours(336)));
  }
}
