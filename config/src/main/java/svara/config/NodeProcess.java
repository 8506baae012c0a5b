package svara.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.config.cluster.ClusteredVertx;
import svara.config.cluster.EventBusNews;
import svara.config.cluster.EventBusPeers;
import svara.config.cluster.Members;
import svara.config.settings.Settings;
import svara.engine.runtime.Peers;

/**
 * A node as a process of its own: started before a person who waits, told to stop by a signal, and
 * gone within ten seconds then. Blocks; used by commands on the main thread.
 */
final class NodeProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);

  private static final Duration STOP_MAX = Duration.ofSeconds(9);

  private static final Duration STILL_WAITING = Duration.ofSeconds(5);

  /** How often the settings file is looked at; a change is taken at the second look. */
  private static final Duration LOOK_AT_SETTINGS = Duration.ofSeconds(3);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Settings settings;
  private final Terminal terminal;
  private final Vertx vertx;
  private final Node.Running running;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("settings").factory());
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread onSignal = new Thread(this::signalled, "stop");

  private NodeProcess(Settings settings, Terminal terminal, Vertx vertx, Node.Running running) {
    this.settings = settings;
    this.terminal = terminal;
    this.vertx = vertx;
    this.running = running;
  }

  /** Starts everything the settings name; a part that cannot be had ends it with its remedy. */
  static NodeProcess start(Settings settings, Terminal terminal) {
    Members members = new Members();
    Vertx vertx = vertx(settings, members);
    try {
      Node.Running running = node(vertx, members, settings, terminal);
      NodeProcess process = new NodeProcess(settings, terminal, vertx, running);
      Runtime.getRuntime().addShutdownHook(process.onSignal);
      RunningEngine.announce(settings, running.local(), running.url());
      return process;
    } catch (BindException e) {
      vertx.close().await();
      throw new MissingException(
          "%s:%d is taken, by another engine perhaps: end that one, or set http.port"
              .formatted(settings.http().bind(), settings.http().port()));
    } catch (IOException e) {
      vertx.close().await();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      vertx.close().await();
      throw e;
    }
  }

  private static Vertx vertx(Settings settings, Members members) {
    // the loop that calls are served on is watched more closely, see LoopWatch
    VertxOptions options = new VertxOptions();
    if (!settings.cluster().enabled()) {
      return Vertx.vertx(options);
    }
    return ClusteredVertx.start(options, settings.cluster(), members)
        .recover(cause ->
            Future.failedFuture(
                new MissingException(
                    "this node can not join the cluster (%s): look at cluster.bind, cluster.port and cluster.members"
                        .formatted(cause.getMessage()))))
        .await();
  }

  private static Node.Running node(
      Vertx vertx, Members members, Settings settings, Terminal terminal) {
    if (!settings.cluster().enabled()) {
      return Node.start(vertx, settings, terminal.clock(), Peers.none()).await();
    }
    EventBusPeers peers = new EventBusPeers(vertx, members, Node.queues(settings));
    Node.Running running = Node.start(vertx, settings, terminal.clock(), peers).await();
    peers.answerWith(running.engine());
    EventBusNews.share(vertx, settings.cluster().node(), running.live());
    return running;
  }

  Node.Running running() {
    return running;
  }

  /** Waits until calls are taken, saying what is missing, and prints {@code READY URL}. */
  void sayReady() throws InterruptedException, IOException {
    ShownOnce once = new ShownOnce(terminal, settings.data());
    once.token(running.access());
    long start = System.nanoTime();
    boolean said = false;
    while (!running.engine().ready()) {
      if (stop.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      if (!said && System.nanoTime() - start > STILL_WAITING.toNanos()) {
        said = true;
        terminal
            .err()
            .println(
                "svara: no calls are taken yet; ./svara doctor says what is missing"
                    + " (exchange: %s)".formatted(running.engine().connectionState()));
      }
    }
    terminal.out().println("READY " + running.url());
    once.link(running.access(), running.url());
    terminal.out().flush();
  }

  /** Where nobody may sign in yet, lets the first administrator in. */
  void sayWhoIsFirst() {
    new ShownOnce(terminal, settings.data())
        .first(running.stores().accounts(), running.url(), terminal.clock());
    terminal.out().flush();
  }

  /** From now on changes of the technicians in this file are taken while everything runs. */
  void follow(Path file) {
    SettingsFile followed =
        new SettingsFile(file, terminal.environment(), settings, this::technicians);
    var _ =
        looks.scheduleWithFixedDelay(
            followed::look, 0, LOOK_AT_SETTINGS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void technicians(Settings changed) {
    running
        .node()
        .onContext(() -> running.engine().technicians(Node.queues(changed)))
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("cause", cause.getMessage())
                .log("the technicians are not yet as the settings say"));
  }

  /** Returns when a signal has asked for the end. */
  void untilStopped() throws InterruptedException {
    stop.await();
  }

  private void signalled() {
    stop.countDown();
    try {
      if (!stopped.await(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("not everything stopped in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    try {
      RunningEngine.withdraw(settings);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("cause", e.getMessage()).log("the address file stays");
    }
    running.stop().await();
    vertx.close().await();
    stopped.countDown();
  }
}
