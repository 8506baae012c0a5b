package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.Map;
import svara.engine.id.Language;
import svara.engine.mail.MailGroups;
import svara.engine.mail.MailPolicy;
import svara.engine.port.AccountStore;
import svara.engine.port.AuditLog;
import svara.engine.port.CallStore;
import svara.engine.port.CallbackStore;
import svara.engine.port.DeskStore;
import svara.engine.port.DirectoryStore;
import svara.engine.port.FigureStore;
import svara.engine.port.JournalStore;
import svara.engine.port.MailPages;
import svara.engine.port.MailStore;
import svara.engine.port.Outbox;
import svara.engine.port.OutboxStore;
import svara.engine.port.PeopleStore;
import svara.engine.port.PersonalDataStore;
import svara.engine.port.QueueStore;
import svara.engine.port.SessionStore;
import svara.engine.port.TicketFiles;
import svara.engine.port.TicketStore;
import svara.engine.port.Verification;
import svara.engine.port.Viewer;
import svara.engine.port.VoiceMessageStore;
import svara.engine.port.WordStore;
import svara.engine.statistics.DeskHours;

/**
 * All stores on one bounded set of connections, as the engine's role. The tables must be there; see
 * {@link Migrations}.
 */
public final class PostgresStores {
  private final Database database;
  private final ZoneId zone;

  private PostgresStores(Database database, ZoneId zone) {
    this.database = database;
    this.zone = zone;
  }

  /**
   * Opens no connection yet: each is opened when it is needed.
   *
   * @param connections at most so many, 2 to 100
   * @param zone in which a ticket's year begins
   */
  public static PostgresStores open(
      Vertx vertx, DatabaseAddress address, int connections, ZoneId zone) {
    return new PostgresStores(Database.open(vertx, address, connections), zone);
  }

  public QueueStore queues() {
    return new PostgresQueueStore(database, zone);
  }

  public CallStore calls() {
    return new PostgresCallStore(database);
  }

  public CallbackStore callbacks() {
    return new PostgresCallbackStore(database);
  }

  /** Tickets of an engine that sends no mail. */
  public TicketStore tickets() {
    return tickets(MailPolicy.silent(Language.SV));
  }

  /** Tickets whose changes make no mails but replies, with Message-IDs of that domain. */
  public TicketStore tickets(String mailDomain) {
    return tickets(MailPolicy.silent(Language.SV, mailDomain));
  }

  /** Tickets, and the mails that changes to them make us write. */
  public TicketStore tickets(MailPolicy policy) {
    return new PostgresTicketStore(database, zone, policy, Viewer.EVERYTHING);
  }

  /**
   * Files of tickets.
   *
   * @param pages makes what is shown of a mail's HTML
   */
  public TicketFiles files(MailPages pages) {
    return new PostgresTicketFiles(database, pages);
  }

  public DeskStore desk() {
    return new PostgresDeskStore(database);
  }

  public VoiceMessageStore voiceMessages() {
    return new PostgresVoiceMessageStore(database);
  }

  public JournalStore journal() {
    return new PostgresJournalStore(database);
  }

  /** Figures, with times to response and solution by the clock. */
  public FigureStore figures() {
    return figures(DeskHours.always());
  }

  /**
   * Figures.
   *
   * @param hours that times to response and solution are counted in
   */
  public FigureStore figures(DeskHours hours) {
    return new PostgresFigureStore(database, zone, hours);
  }

  public PeopleStore people() {
    return new PostgresPeopleStore(database);
  }

  public DirectoryStore directory() {
    return new PostgresDirectoryStore(database);
  }

  public PersonalDataStore personalData() {
    return new PostgresPersonalDataStore(database);
  }

  public PersonExport personExport() {
    return new PersonExport(database);
  }

  public AccountStore accounts() {
    return new PostgresAccountStore(database);
  }

  public SessionStore sessions() {
    return new PostgresSessionStore(database);
  }

  public AuditLog audit() {
    return new PostgresAuditLog(database);
  }

  /** Mails and what became of them. */
  public MailStore mails(MailPolicy policy) {
    return mails(new MailGroups(policy, Map.of()));
  }

  /** Mails of several mailboxes, each with those who look after it. */
  public MailStore mails(MailGroups groups) {
    return new PostgresMailStore(database, zone, groups);
  }

  /** Mails that we have written, to look at. */
  public Outbox written() {
    return new PostgresOutbox(database);
  }

  public WordStore words() {
    return new PostgresWordStore(database);
  }

  public OutboxStore outbox() {
    return new PostgresOutboxStore(database);
  }

  public Verification verification() {
    return new PostgresVerification(database);
  }

  /** Completes when the database answers. */
  public Future<Void> ping() {
    return database.query("select 1", Tuple.tuple()).mapEmpty();
  }

  public Future<Void> close() {
    return database.close();
  }
}
