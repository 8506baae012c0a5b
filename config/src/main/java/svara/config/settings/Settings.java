package svara.config.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.statistics.DeskHours;

/**
 * Everything that is set.
 *
 * @param zone the time zone of opening hours, days and ticket years
 * @param data the folder for what Svara keeps beside the database: tokens, the running engine's
 *     address
 */
public record Settings(
    ZoneId zone,
    Path data,
    HttpSettings http,
    DatabaseSettings database,
    TelephonySettings telephony,
    TimesSettings times,
    List<QueueSettings> queues,
    List<TechnicianSettings> technicians,
    NumbersSettings numbers,
    DirectorySettings directory,
    TicketSettings tickets,
    RetentionSettings retention,
    List<MailedReportSettings> reports,
    MailSettings mail,
    List<MailboxSettings> mailboxes,
    SmtpSettings smtp,
    ClusterSettings cluster,
    LogSettings log) {

  public Settings {
    queues = List.copyOf(queues);
    technicians = List.copyOf(technicians);
    mailboxes = List.copyOf(mailboxes);
    reports = List.copyOf(reports);
  }

  /** The opening hours of the queues, that times of tickets are counted in. */
  public DeskHours deskHours() {
    Map<QueueId, OpeningHours> hours = new LinkedHashMap<>();
    queues.forEach(queue -> hours.put(queue.name(), queue.policy().hours()));
    return new DeskHours(hours);
  }

  /**
   * Reads a file with the environment over it.
   *
   * @throws SettingsException with everything that is wrong
   * @throws IOException when the file can not be read
   */
  public static Settings read(Path file, Map<String, String> environment) throws IOException {
    return read(String.valueOf(file.getFileName()), Files.readString(file), environment);
  }

  /**
   * Reads a document with the environment over it.
   *
   * @param name what the document is called in messages
   * @throws SettingsException with everything that is wrong
   */
  public static Settings read(String name, String text, Map<String, String> environment) {
    Reading reading = new Reading(environment);
    Settings settings = read(reading.root(name, text));
    reading.finish();
    return settings;
  }

  /**
   * The technicians who take the queue's calls. Each stands in one queue: the one he names, else
   * the first that takes him.
   */
  public List<TechnicianSettings> technicians(QueueSettings queue) {
    return technicians.stream()
        .filter(technician -> home(technician).filter(queue.name()::equals).isPresent())
        .toList();
  }

  /** These settings with the technicians of others. */
  public Settings withTechniciansOf(Settings others) {
    return new Settings(
        zone,
        data,
        http,
        database,
        telephony,
        times,
        queues,
        others.technicians,
        numbers,
        directory,
        tickets,
        retention,
        reports,
        mail,
        mailboxes,
        smtp,
        cluster,
        log);
  }

  private Optional<QueueId> home(TechnicianSettings technician) {
    return technician.queue() != null
        ? Optional.of(technician.queue())
        : queues.stream()
            .filter(queue -> queue.takes(technician.id(), queue.name()))
            .map(QueueSettings::name)
            .findFirst();
  }

  /**
   * The data folder alone, whatever is wrong with the rest: enough for a command that only looks
   * for the running engine, and is perhaps not told the secrets that the engine was told.
   *
   * @throws IOException when the file can not be read
   */
  public static Path dataFolder(Path file, Map<String, String> environment) throws IOException {
    Reading reading = new Reading(environment);
    return data(reading.root(String.valueOf(file.getFileName()), Files.readString(file)));
  }

  private static Path data(Section root) {
    return root.path("data", "data");
  }

  static Settings read(Section root) {
    ZoneId zone =
        root.parsed(
            "zone", "time zone", "a name of the tz database", "Europe/Stockholm", Settings::zone);
    Section database = root.section("database");
    Section telephony = root.section("telephony");
    Section times = root.section("times");
    List<Section> queues = root.sections("queues", 1, 500);
    List<Section> technicians = root.sections("technicians", 0, 5000);
    List<Section> mailboxes = root.sections("mailboxes", 0, 50);
    List<Section> reports = root.sections("reports", 0, 50);
    FreeDays freeDays = new FreeDays();
    Settings settings =
        new Settings(
            zone,
            data(root),
            HttpSettings.read(root.section("http")),
            DatabaseSettings.read(database),
            TelephonySettings.read(telephony),
            TimesSettings.read(times),
            queues.stream().map(queue -> QueueSettings.read(queue, zone, freeDays)).toList(),
            technicians.stream().map(TechnicianSettings::read).toList(),
            NumbersSettings.read(root.section("numbers")),
            DirectorySettings.read(root.section("directory")),
            TicketSettings.read(root.section("tickets")),
            RetentionSettings.read(root.section("retention")),
            reports.stream().map(MailedReportSettings::read).toList(),
            MailSettings.read(root.section("mail")),
            mailboxes.stream().map(MailboxSettings::read).toList(),
            SmtpSettings.read(root.section("smtp")),
            ClusterSettings.read(root.section("cluster")),
            LogSettings.read(root.section("log")));
    settings.times.check(times, database, settings.database.awayMax());
    settings.telephony.ami().check(telephony.section("ami"));
    settings.checkQueues(queues);
    settings.checkMessages(queues);
    settings.checkTechnicians(technicians);
    settings.checkMailboxes(mailboxes);
    settings.checkReports(reports);
    return settings;
  }

  private static ZoneId zone(String text) {
    if (!ZoneId.getAvailableZoneIds().contains(text)) {
      throw new IllegalArgumentException("no such time zone");
    }
    return ZoneId.of(text);
  }

  private void checkMailboxes(List<Section> sections) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < mailboxes.size(); i++) {
      if (!names.add(mailboxes.get(i).name())) {
        sections.get(i).refuse("name", mailboxes.get(i).name(), "another mailbox has it");
      }
      QueueId queue = mailboxes.get(i).queue();
      if (queue != null && queues.stream().noneMatch(one -> one.name().equals(queue))) {
        sections.get(i).refuse("queue", queue.value(), "must be one of the queues");
      }
    }
  }

  private void checkReports(List<Section> sections) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < reports.size(); i++) {
      MailedReportSettings report = reports.get(i);
      if (!names.add(report.name())) {
        sections.get(i).refuse("name", report.name(), "another report has it");
      }
      QueueId queue = report.queue();
      if (queue != null && queues.stream().noneMatch(one -> one.name().equals(queue))) {
        sections.get(i).refuse("queue", queue.value(), "must be one of the queues");
      }
      if (report.enabled() && smtp.host() == null) {
        sections.get(i).refuse("enabled", "true", "smtp.host must name a mail server");
      }
    }
  }

  private void checkQueues(List<Section> sections) {
    Set<QueueId> names = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    Set<TechnicianId> known =
        technicians.stream().map(TechnicianSettings::id).collect(Collectors.toSet());
    for (int i = 0; i < queues.size(); i++) {
      QueueSettings queue = queues.get(i);
      Section section = sections.get(i);
      if (!names.add(queue.name())) {
        section.refuse("name", queue.name().value(), "must be the name of one queue alone");
      }
      for (String number : queue.numbers()) {
        if (!numbers.add(number)) {
          section.refuse("numbers", number, "a number leads to one queue");
        }
      }
      for (String number : queue.languages().keySet()) {
        if (!queue.numbers().contains(number)) {
          section.refuse("languages", number, "must be one of the queue's numbers");
        }
      }
      for (TechnicianId technician : queue.technicians()) {
        if (!known.contains(technician)) {
          section.refuse("technicians", technician.value(), "must stand under technicians");
        }
      }
    }
  }

  private void checkMessages(List<Section> sections) {
    for (int i = 0; i < queues.size(); i++) {
      if (queues.get(i).policy().messages().offered() && telephony.messages() == null) {
        sections
            .get(i)
            .section("voiceMessages")
            .refuse("offered", "true", "telephony.messages must name the exchange's folder");
      }
    }
  }

  private void checkTechnicians(List<Section> sections) {
    Set<TechnicianId> ids = new HashSet<>();
    Set<String> phones = new HashSet<>();
    for (int i = 0; i < technicians.size(); i++) {
      TechnicianSettings technician = technicians.get(i);
      Section section = sections.get(i);
      if (!ids.add(technician.id())) {
        section.refuse("email", technician.email(), "the part before the @ must be one person's");
      }
      if (!phones.add(technician.phone().dial())) {
        section.refuse("dial", technician.phone().dial(), "a phone belongs to one technician");
      }
      checkFirstQueue(technician, section);
    }
  }

  private void checkFirstQueue(TechnicianSettings technician, Section section) {
    QueueId first = technician.queue();
    if (first != null && queues.stream().noneMatch(q -> q.takes(technician.id(), first))) {
      section.refuse("queue", first.value(), "must be a queue that this technician may sign on to");
    }
  }
}
