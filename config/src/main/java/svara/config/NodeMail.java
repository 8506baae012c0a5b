package svara.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import svara.config.settings.MailSettings;
import svara.config.settings.MailboxSettings;
import svara.config.settings.QueueSettings;
import svara.config.settings.Settings;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailGroups;
import svara.engine.mail.MailGroups.MailGroup;
import svara.engine.mail.MailPolicy;
import svara.engine.mailbox.ImapMailbox;
import svara.engine.mailbox.MailPageMaker;
import svara.engine.mailbox.MailSending;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.mailbox.SmtpAccess;
import svara.engine.port.MailIntake;
import svara.engine.port.TicketFiles;
import svara.engine.postgres.PostgresStores;

/** The mail's part of a node, put together from settings. */
final class NodeMail {
  private static final String NOBODYS_DOMAIN = "svara.invalid";

  private final Settings settings;
  private final PostgresStores stores;
  private final InstantSource clock;

  /** Does something where the engine lives. */
  interface Home {
    <T> Future<T> onContext(Supplier<Future<T>> work);
  }

  NodeMail(Settings settings, PostgresStores stores, InstantSource clock) {
    this.settings = settings;
    this.stores = stores;
    this.clock = clock;
  }

  /** What our Message-IDs end with. */
  String domain() {
    return smtp().map(SmtpAccess::domain).orElse(NOBODYS_DOMAIN);
  }

  private Optional<SmtpAccess> smtp() {
    return settings.smtp().access(settings.data());
  }

  ReadMailIntake intake(Vertx vertx) {
    MailSettings mail = settings.mail();
    return new ReadMailIntake(
        vertx,
        stores.mails(groups()),
        mail.sizeBytesMax(),
        mail.filesMax(),
        mail.fileBytesMax(),
        clock);
  }

  /** The files that mails have brought, and the mails as they came. */
  TicketFiles files(Vertx vertx) {
    return stores.files(new MailPageMaker(vertx, settings.mail().sizeBytesMax()));
  }

  /** How mail is answered; where nothing is sent nothing is written by itself. */
  MailPolicy policy() {
    return policy(settings.queues().getFirst());
  }

  /** A mailbox that is tied to a queue answers as that queue does. */
  private MailGroups groups() {
    Map<String, MailGroup> groups = new HashMap<>();
    for (MailboxSettings mailbox : settings.mailboxes()) {
      settings.queues().stream()
          .filter(queue -> queue.name().equals(mailbox.queue()))
          .forEach(queue -> groups.put(mailbox.name(), new MailGroup(queue.name(), policy(queue))));
    }
    return new MailGroups(policy(), groups);
  }

  private MailPolicy policy(QueueSettings queue) {
    MailSettings mail = settings.mail();
    boolean sends = smtp().isPresent();
    return new MailPolicy(
        queue.language(),
        new MailPolicy.Automatic(
            mail.acknowledge() && sends,
            mail.closingNotices() && sends,
            mail.callerNumbers() && sends,
            mail.automaticPerDayMax()),
        queue.policy().hours(),
        mail.answerWithin(),
        mail.reopenWithin(),
        domain(),
        own(),
        Set.copyOf(mail.blocked()));
  }

  /** Mail from one of these is our own. */
  private Set<String> own() {
    Set<String> own = new HashSet<>();
    smtp().ifPresent(access -> own.add(access.from()));
    settings.mailboxes().forEach(box -> own.add(box.user().toLowerCase(Locale.ROOT)));
    return own;
  }

  /** The mailboxes; what they bring is taken where the engine lives. */
  List<ImapMailbox> mailboxes(MailIntake intake, Home home) {
    return settings.mailboxes().stream()
        .flatMap(mailbox -> mailbox.access(settings.data()).stream())
        .map(access ->
            new ImapMailbox(
                access,
                new MailIntakeAtHome(intake, home),
                settings.mail().keptBytesMax(),
                clock,
                ImapMailbox.Delay.usual()))
        .toList();
  }

  /** What sends; nothing where no server is set. */
  Optional<MailSending> sending(Home home, Consumer<TicketNumber> changed) {
    return smtp()
        .map(access ->
            new MailSending(
                access,
                MailSending.Pace.usual(),
                settings.smtp().plan(),
                stores.outbox(),
                home::onContext,
                settings.cluster().node(),
                clock,
                changed));
  }
}
