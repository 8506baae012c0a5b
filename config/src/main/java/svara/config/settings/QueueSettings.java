package svara.config.settings;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.CallbackPolicy;
import svara.engine.queue.MessagePolicy;
import svara.engine.queue.QueuePolicy;

/**
 * A helpdesk queue.
 *
 * @param name the queue's name
 * @param title what people call it
 * @param numbers the numbers that lead to it, as the exchange sees them dialled
 * @param policy its limits and times
 * @param language of callers whose own is not known
 * @param languages the same for those who called one of the numbers
 * @param technicians who may sign on; empty for every technician
 */
public record QueueSettings(
    QueueId name,
    String title,
    List<String> numbers,
    QueuePolicy policy,
    Language language,
    Map<String, Language> languages,
    List<TechnicianId> technicians) {
  static final Words NAME =
      Words.of("1 to 40 of a-z, 0-9 and _, a letter first", "[a-z][a-z0-9_]{0,39}");
  private static final Words TITLE = Words.of("1 to 100 letters", "[^\\p{Cntrl}]{1,100}");
  private static final Words DIALLED = Words.of("1 to 20 of 0-9 and +", "\\+?[0-9]{1,20}");
  private static final Words SPOKEN = Words.of("sv or en", "sv|en");

  public QueueSettings {
    numbers = List.copyOf(numbers);
    languages = Map.copyOf(languages);
    technicians = List.copyOf(technicians);
  }

  /** Whether this is the queue of that name and the technician may sign on to it. */
  boolean takes(TechnicianId technician, QueueId queue) {
    return name.equals(queue) && (technicians.isEmpty() || technicians.contains(technician));
  }

  static QueueSettings read(Section section, ZoneId zone, FreeDays freeDays) {
    QueueId name = section.required("name", "word", NAME.limits(), "helpdesk", QueueId::new);
    String title = section.optional("title", "text", TITLE.limits(), TITLE::parse);
    return new QueueSettings(
        name,
        title == null ? name.value() : title,
        section.texts("numbers", "numbers", DIALLED, 100, List.of()),
        policy(section, zone, freeDays),
        section.choice("language", Language.SV),
        languages(section),
        section.texts("technicians", "ids", TechnicianSettings.ID, 1000, List.of()).stream()
            .map(TechnicianId::new)
            .toList());
  }

  private static Map<String, Language> languages(Section section) {
    return section.pairs("languages", "numbers", DIALLED, SPOKEN, 100).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> Language.valueOf(e.getValue().toUpperCase(Locale.ROOT))));
  }

  private static QueuePolicy policy(Section section, ZoneId zone, FreeDays freeDays) {
    QueuePolicy usual = QueuePolicy.defaults();
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    OpeningHours hours = HoursSettings.read(section, zone, freeDays);
    return new QueuePolicy(
        section.count("talkingMax", "calls", 1, 1000, usual.talkingMax()),
        section.count("waitingMax", "calls", 0, 10_000, usual.waitingMax()),
        section.count("callbacksMax", "callbacks", 0, 10_000, usual.callbacksMax()),
        section.count("turnedAwayMax", "calls", 1, 10_000, usual.turnedAwayMax()),
        section.duration(
            "ringTime", second.multipliedBy(3), second.multipliedBy(120), usual.ringTime()),
        section.duration("waitMax", second.multipliedBy(10), hour.multipliedBy(4), usual.waitMax()),
        section.duration("refusePause", Duration.ZERO, hour, usual.refusePause()),
        section.duration("wrapUp", Duration.ZERO, hour, usual.wrapUp()),
        section.duration(
            "shortAbandon", Duration.ZERO, second.multipliedBy(60), usual.shortAbandon()),
        section.choice("ring", usual.ring()),
        hours,
        callbacks(section.section("callbacks"), hours),
        section.flag("takeIt", usual.takeIt()),
        messages(section.section("voiceMessages")));
  }

  private static MessagePolicy messages(Section section) {
    MessagePolicy usual = MessagePolicy.defaults();
    return new MessagePolicy(
        section.flag("offered", usual.offered()),
        section.duration("longest", Duration.ofSeconds(5), Duration.ofMinutes(5), usual.longest()),
        section.duration(
            "silence", Duration.ofSeconds(2), Duration.ofSeconds(30), usual.silence()));
  }

  private static CallbackPolicy callbacks(Section section, OpeningHours hours) {
    CallbackPolicy usual = CallbackPolicy.defaults(hours);
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    Duration week = Duration.ofDays(7);
    return new CallbackPolicy(
        section.flag("dial", usual.dial()),
        section.choice("order", usual.order()),
        section.duration("near", Duration.ZERO, week, usual.near()),
        section.count("attemptsMax", "attempts", 1, 20, usual.attemptsMax()),
        section.duration("retryDelay", second.multipliedBy(10), week, usual.retryDelay()),
        section.duration("busyDelay", second.multipliedBy(10), week, usual.busyDelay()),
        section.duration("laterDelay", second.multipliedBy(60), week, usual.laterDelay()),
        section.duration("within", second.multipliedBy(60), week, usual.within()),
        section.duration("expireAfter", second.multipliedBy(60), week, usual.expireAfter()),
        section.duration(
            "callerRingTime",
            second.multipliedBy(5),
            second.multipliedBy(120),
            usual.callerRingTime()),
        section.duration("talkMin", Duration.ZERO, second.multipliedBy(600), usual.talkMin()),
        section.duration(
            "talkMax", second.multipliedBy(60), hour.multipliedBy(12), usual.talkMax()),
        section.count("perNumberDayMax", "calls", 1, 100, usual.perNumberDayMax()),
        section.count("perHourMax", "calls", 1, 3600, usual.perHourMax()),
        section.flag("whenClosed", usual.whenClosed()),
        hours);
  }
}
