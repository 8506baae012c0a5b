package svara.config.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.queue.Caller;
import svara.web.Access;
import svara.web.EngineInMemory;
import svara.web.WebPorts;
import svara.web.WebServer;
import svara.web.WebSettings;

/** A console over an engine in memory, whose clock can be set ahead and which can go away. */
final class House {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong aheadMillis = new AtomicLong();
  private final InstantSource clock = () -> Instant.now().plusMillis(aheadMillis.get());
  private final Access access;
  private final EngineInMemory engine = new EngineInMemory(clock);
  private final QueueId helpdesk =
      engine.queue("helpdesk", "Helpdesk", "+46846500400", "tek1", "tek2", "tek3", "tek4", "tek5");
  private final WebPorts ports;
  private final UnaryOperator<WebSettings> settings;
  private WebServer server;
  private URI address;

  House(Path folder) throws Exception {
    this(folder, (_, memory) -> memory);
  }

  /**
   * @param ports what the console gets instead of what is in memory
   */
  House(Path folder, BiFunction<Vertx, WebPorts, WebPorts> ports) throws Exception {
    this(folder, ports, UnaryOperator.identity(), 0);
  }

  /**
   * @param port 0 takes a free one
   */
  House(
      Path folder,
      BiFunction<Vertx, WebPorts, WebPorts> ports,
      UnaryOperator<WebSettings> settings,
      int port)
      throws Exception {
    this.settings = settings;
    access = Access.open(folder, clock);
    this.ports = ports.apply(vertx, engine.ports());
    open(port);
  }

  private void open(int port) throws Exception {
    server =
        new WebServer(
            vertx, settings.apply(WebSettings.defaults("127.0.0.1", port)), ports, access);
    address = await(server.start());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  EngineInMemory engine() {
    return engine;
  }

  QueueId helpdesk() {
    return helpdesk;
  }

  String token() {
    return access.freshToken().orElseThrow();
  }

  URI address() {
    return address;
  }

  /** The address that signs in once. */
  String signIn() {
    return address + "#code=" + access.signInCode();
  }

  /** The cookie of somebody with a role. */
  String signedIn(String name, String role) {
    return engine.accounts().signedIn(name, clock.instant(), Role.of(role).orElseThrow());
  }

  /** The cookie of a technician. */
  String technician(String id) {
    return engine
        .accounts()
        .signedIn(id + ".ek", new TechnicianId(id), clock.instant(), Role.TECHNICIAN);
  }

  void ahead(long seconds) {
    aheadMillis.addAndGet(seconds * 1000);
  }

  void goAway() throws Exception {
    await(server.close());
  }

  void comeBack() throws Exception {
    open(address.getPort());
  }

  /** A day that has been going on: answered, given up, turned away, promised, one of each. */
  void morning() {
    call("Kulturskolan", "Kultur- och fritidsförvaltningen", "Glömt lösenord", "+46701740611", 9);
    call(
        "Vård och omsorg",
        "Vård- och omsorgsförvaltningen",
        "Saknar behörighet",
        "+46701740612",
        14);
    ahead(300);
    Caller gone = engine.offer(helpdesk, "", "+46701740613");
    ahead(41);
    engine.end(helpdesk, gone);
    ahead(120);
  }

  private void call(String name, String department, String subject, String number, int wait) {
    Caller caller = engine.offer(helpdesk, name, department, subject, number);
    ahead(wait);
    engine.answer(helpdesk, caller, rung());
    ahead(200);
    engine.end(helpdesk, caller);
    engine.release(helpdesk, caller, rung());
    ahead(30);
  }

  /** Who is at work for the queue. */
  String rung() {
    return engine.busy(helpdesk);
  }

  /** One talks, one waits, one was turned away and two are owed a callback. */
  Caller full() {
    Caller talks =
        engine.offer(
            helpdesk,
            "Ekonomikontoret",
            "Kommunledningsförvaltningen",
            "Kan inte attestera",
            "+46846500412");
    engine.answer(helpdesk, talks, rung());
    ahead(60);
    engine.offer(helpdesk, "Socialkontoret", "Socialförvaltningen", "", "+46846500440");
    ahead(20);
    promise("Förskolan Solrosen", "Wifi i stora huset", "+46701740621");
    promise("", "", "+46701740622");
    Caller refused = engine.offer(helpdesk, "", "");
    ahead(8);
    engine.end(helpdesk, refused);
    engine.pause(helpdesk, "tek5", "lunch");
    ahead(38);
    return talks;
  }

  void promise(String name, String subject, String number) {
    Caller caller =
        engine.offer(
            helpdesk,
            name,
            name.isEmpty() ? "" : "Barn- och utbildningsförvaltningen",
            subject,
            number);
    ahead(4);
    engine.press(helpdesk, caller, '1');
    engine.end(helpdesk, caller);
  }

  /** Nobody takes calls, so that promises stay where they are. */
  void everybodyRests() {
    for (int i = 1; i <= 5; i++) {
      engine.pause(helpdesk, "tek" + i, "lunch");
    }
  }

  void close() throws Exception {
    await(server.close());
    await(vertx.close());
  }
}
