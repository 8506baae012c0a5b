package svara.config;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.config.settings.EmbeddedDatabaseSettings;
import svara.config.settings.HttpSettings;
import svara.config.settings.QueueSettings;
import svara.config.settings.Settings;
import svara.config.settings.TechnicianSettings;
import svara.engine.directory.DirectorySchedule;
import svara.engine.id.CallerNumber;
import svara.engine.mailbox.ImapMailbox;
import svara.engine.mailbox.MailSending;
import svara.engine.mailbox.MailStanding;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.people.NumberPlan;
import svara.engine.port.Callees;
import svara.engine.port.QueueStore;
import svara.engine.port.Repairs;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;
import svara.engine.runtime.Engine;
import svara.engine.runtime.EngineSetup;
import svara.engine.runtime.FigureKeeper;
import svara.engine.runtime.LiveFeed;
import svara.engine.runtime.LoopWatch;
import svara.engine.runtime.Peers;
import svara.engine.runtime.QueueSetup;
import svara.engine.runtime.Retention;
import svara.engine.runtime.TicketNews;
import svara.engine.runtime.VertxScheduler;
import svara.engine.runtime.WordKeeper;
import svara.telephony.asterisk.AsteriskAccess;
import svara.telephony.asterisk.AsteriskPhoneSystem;
import svara.telephony.asterisk.ParkedTimes;
import svara.web.Access;
import svara.web.SignInPorts;
import svara.web.WebPorts;
import svara.web.WebServer;
import svara.web.WebSettings;

/**
 * One engine process put together: database, exchange, engine, HTTP, started in this order and
 * stopped in the opposite one. What has been started is stopped again when a later part cannot be
 * had.
 */
final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Vertx vertx;
  private final Context context;
  private final Settings settings;
  private final InstantSource clock;
  private final Deque<Supplier<Future<?>>> stops = new ArrayDeque<>();

  private Node(Vertx vertx, Settings settings, InstantSource clock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.clock = clock;
  }

  /** What runs, for those who started it. */
  record Running(
      Node node,
      URI url,
      URI local,
      Engine engine,
      PostgresStores stores,
      Access access,
      LiveFeed live) {
    /** Takes nothing new, finishes what is under way, lets go of everything. Never fails. */
    Future<Void> stop() {
      return node.stop();
    }
  }

  static Future<Running> start(Vertx vertx, Settings settings, InstantSource clock, Peers peers) {
    Node node = new Node(vertx, settings, clock);
    Promise<Running> started = Promise.promise();
    LoopWatch watch = LoopWatch.over(node.context, LoopWatch.LIMIT);
    node.stops.push(() -> {
      watch.close();
      return Future.succeededFuture();
    });
    node.context.runOnContext(_ ->
        node.startParts(peers)
            .recover(cause -> node.stop().transform(_ -> Future.failedFuture(cause)))
            .onComplete(started));
    return started.future();
  }

  /** What is made off the event loop: it blocks, or loads so much that callers would wait. */
  private record Prepared(
      PostgresStores stores, QueueStore queues, NumberPlan numbers, Access access) {}

  private Future<Running> startParts(Peers peers) {
    return blocking(this::prepare).compose(prepared -> serve(prepared, peers));
  }

  private Prepared prepare() throws IOException, InterruptedException {
    DatabaseAddress address = database();
    Migrations.run(address);
    PostgresStores stores = stores(address);
    QueueStore queues = stores.queues();
    Thread http = WarmUpHttp.start(vertx);
    WarmUp.run(stores, queues);
    http.join();
    NumberPlan numbers = numbers();
    // the first number loads the country's data
    numbers.caller("08-465 004 00");
    return new Prepared(stores, queues, numbers, Access.open(settings.data(), clock));
  }

  private NumberPlan numbers() {
    return new NumberPlan(
        settings.numbers().dial(), settings.numbers().shared(), settings.numbers().extensions());
  }

  private DatabaseAddress database() {
    Optional<DatabaseAddress> external = settings.database().address();
    if (external.isPresent()) {
      return external.get();
    }
    EmbeddedDatabaseSettings embedded = settings.database().embedded();
    EmbeddedPostgres server =
        EmbeddedPostgres.start(embedded.folder(), embedded.port(), embedded.user());
    stops.push(() ->
        blocking(() -> {
          server.close();
          return true;
        }));
    return server.address();
  }

  private PostgresStores stores(DatabaseAddress address) {
    PostgresStores stores =
        PostgresStores.open(vertx, address, settings.database().connectionsMax(), settings.zone());
    stops.push(stores::close);
    return stores;
  }

  private Future<Running> serve(Prepared prepared, Peers peers) {
    PostgresStores stores = prepared.stores();
    AsteriskPhoneSystem phones = new AsteriskPhoneSystem(vertx, exchange(), parkedTimes(), clock);
    LiveFeed live = new LiveFeed();
    Engine engine =
        new Engine(
            engineSetup(),
            phones,
            phones,
            prepared.queues(),
            prepared.numbers()::caller,
            new VertxScheduler(vertx, clock),
            live,
            peers);
    stops.push(engine::stop);
    NodeMail mail = new NodeMail(settings, stores, clock);
    ReadMailIntake intake = mail.intake(vertx);
    TicketNews tickets = new TicketNews(stores.tickets(mail.policy()), intake, live, clock);
    List<ImapMailbox> mailboxes = mail.mailboxes(tickets, this::onContext);
    Optional<MailSending> sending =
        mail.sending(
            this::onContext, ticket -> context.runOnContext(_ -> tickets.delivery(ticket)));
    Optional<DirectorySchedule> directory =
        NodeDirectory.schedule(
            settings, stores.directory(), prepared.numbers(), this::onContext, clock);
    PartsHealth health =
        new PartsHealth(engine, stores, standings(mailboxes, sending), directory, clock);
    WebServer web =
        new WebServer(
            vertx,
            webSettings(),
            new WebPorts(
                engine,
                stores.calls(),
                stores.figures(settings.deskHours()),
                tickets,
                mail.files(vertx),
                stores.callbacks(),
                callees(prepared),
                live,
                health,
                tickets,
                tickets.telling(
                    intake, () -> mailboxes.stream().flatMap(box -> box.left().stream()).toList()),
                tickets.telling(stores.written()),
                stores.people(),
                stores.desk(),
                engine.counters(),
                repairs(engine, directory),
                new SignInPorts(stores.accounts(), stores.sessions(), stores.audit()),
                clock),
            prepared.access());
    // the port first: an engine started by mistake beside another must not take its queues; each in
    // a turn of its own: what it loads must not keep the loop for long at a stretch
    return onContext(web::start)
        .compose(url -> {
          stops.push(web::close);
          return onContext(engine::start).map(url);
        })
        .map(url -> {
          keepFigures(stores);
          keepWords(stores);
          carryOutPlan(stores);
          mailReports(stores, mail.domain());
          stops.push(NodeMessages.start(vertx, settings, stores, live, clock));
          read(mailboxes);
          sending.ifPresent(this::send);
          directory.ifPresent(this::ask);
          return new Running(this, url, web.local(), engine, stores, prepared.access(), live);
        });
  }

  private Callees callees(Prepared prepared) {
    return new Callees() {
      @Override
      public CallerNumber number(String written) {
        return prepared.numbers().caller(written);
      }

      @Override
      public Future<QueueStore.CallerFacts> facts(CallerNumber number, Instant at) {
        return prepared.queues().callerFacts(number, at, settings.tickets().rejoin());
      }
    };
  }

  private static Repairs repairs(Engine engine, Optional<DirectorySchedule> directory) {
    return new Repairs() {
      @Override
      public boolean askDirectory() {
        directory.ifPresent(DirectorySchedule::askNow);
        return directory.isPresent();
      }

      @Override
      public void compareWithExchange() {
        engine.compareNow();
      }
    };
  }

  private static List<Supplier<MailStanding>> standings(
      List<ImapMailbox> mailboxes, Optional<MailSending> sending) {
    List<Supplier<MailStanding>> standings = new ArrayList<>();
    mailboxes.forEach(mailbox -> standings.add(mailbox::standing));
    sending.ifPresent(outbox -> standings.add(outbox::standing));
    return standings;
  }

  private void keepFigures(PostgresStores stores) {
    FigureKeeper keeper =
        new FigureKeeper(stores.figures(settings.deskHours()), new VertxScheduler(vertx, clock));
    keeper.start();
    stops.push(() -> {
      keeper.stop();
      return Future.succeededFuture();
    });
  }

  private void mailReports(PostgresStores stores, String domain) {
    NodeReports reports =
        new NodeReports(
            vertx,
            settings,
            stores.figures(),
            stores.outbox(),
            new VertxScheduler(vertx, clock),
            domain);
    reports.start();
    stops.push(() -> {
      reports.stop();
      return Future.succeededFuture();
    });
  }

  private void carryOutPlan(PostgresStores stores) {
    Retention retention =
        new Retention(
            stores.personalData(),
            new VertxScheduler(vertx, clock),
            RetentionCommand.plan(settings.retention()));
    retention.start();
    stops.push(() -> {
      retention.stop();
      return Future.succeededFuture();
    });
  }

  private void keepWords(PostgresStores stores) {
    WordKeeper keeper = new WordKeeper(stores.words(), new VertxScheduler(vertx, clock));
    keeper.start();
    stops.push(() -> {
      keeper.stop();
      return Future.succeededFuture();
    });
  }

  private void read(List<ImapMailbox> mailboxes) {
    mailboxes.forEach(mailbox -> {
      mailbox.start();
      stops.push(() ->
          blocking(() -> {
            mailbox.close();
            return true;
          }));
    });
  }

  private void send(MailSending sending) {
    sending.start();
    stops.push(() ->
        blocking(() -> {
          sending.close();
          return true;
        }));
  }

  private void ask(DirectorySchedule directory) {
    directory.start();
    stops.push(() ->
        blocking(() -> {
          directory.close();
          return true;
        }));
  }

  private WebSettings webSettings() {
    HttpSettings http = settings.http();
    WebSettings usual = WebSettings.defaults("127.0.0.1", 0);
    return new WebSettings(
        http.door(),
        settings.zone(),
        http.bodyBytesMax(),
        usual.mailBytesMax(),
        http.idleTimeout(),
        http.headerBytesMax(),
        http.answerTimeout(),
        http.connectionsMax(),
        http.newsReadersMax(),
        usual.newsKept(),
        usual.newsBehindMax(),
        usual.heartbeat(),
        http.sessionIdle(),
        http.sessionMax(),
        http.openId().provider().orElse(null));
  }

  private AsteriskAccess exchange() {
    var ami = settings.telephony().ami();
    return new AsteriskAccess(
        ami.host(),
        ami.port(),
        ami.user(),
        ami.secret().reveal(),
        settings.cluster().node(),
        ami.degradedAfter(),
        ami.ping(),
        ami.degradedAfter(),
        ami.dropAfter());
  }

  private ParkedTimes parkedTimes() {
    var times = settings.times();
    return new ParkedTimes(times.stale(), times.deadMan(), times.deadManRenew());
  }

  private EngineSetup engineSetup() {
    var times = settings.times();
    return new EngineSetup(
        settings.cluster().node(),
        queues(settings),
        settings.tickets().rejoin(),
        times.heartbeat(),
        times.stale(),
        times.lease(),
        times.leaseRenew(),
        times.ownerStop(),
        settings.database().awayMax(),
        settings.telephony().resync());
  }

  /** The queues as the engine knows them. */
  static List<QueueSetup> queues(Settings settings) {
    return settings.queues().stream().map(queue -> queueSetup(settings, queue)).toList();
  }

  private static QueueSetup queueSetup(Settings settings, QueueSettings queue) {
    List<QueueSetup.TechnicianSetup> technicians =
        settings.technicians(queue).stream().map(Node::technician).toList();
    return new QueueSetup(
        queue.name(),
        queue.title(),
        queue.numbers(),
        queue.policy(),
        queue.language(),
        queue.languages(),
        technicians);
  }

  private static QueueSetup.TechnicianSetup technician(TechnicianSettings t) {
    return new QueueSetup.TechnicianSetup(t.id(), t.name(), t.phone());
  }

  /** Does something where the engine lives, for those on other threads. */
  <T> Future<T> onContext(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(_ -> work.get().onComplete(done));
    return done.future();
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
  }

  private Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(_ -> stopNext(stopped));
    return stopped.future();
  }

  private void stopNext(Promise<Void> stopped) {
    Supplier<Future<?>> next = stops.poll();
    if (next == null) {
      stopped.complete();
      return;
    }
    next.get()
        .onFailure(cause ->
            LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("a part did not stop"))
        .onComplete(_ -> stopNext(stopped));
  }
}
