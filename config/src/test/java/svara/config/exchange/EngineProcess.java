package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import svara.config.LoopLog;
import svara.config.TestDatabase;
import svara.config.WarmUp;
import svara.engine.id.Language;
import svara.engine.people.NumberPlan;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.PostgresStores;
import svara.engine.runtime.Engine;
import svara.engine.runtime.LoopWatch;
import svara.engine.runtime.QueueSetup;

/** An engine in a process of its own, so that it can be killed. */
final class EngineProcess implements AutoCloseable {
  private static final String PLANTED = "svara.planted.block";

  private final Process process;
  private final List<String> blocked = new CopyOnWriteArrayList<>();
  private Thread reader;
  private int frozen;

  private EngineProcess(Process process) {
    this.process = process;
  }

  /** Starts it; returns when it is ready for calls. */
  static EngineProcess start(
      DatabaseAddress database, int amiPort, String node, String queue, String number, int... at) {
    return start(Duration.ZERO, database, amiPort, node, queue, number, at);
  }

  /**
   * Starts one with a fault: its loop is blocked for so long when it is ready.
   *
   * @param blocked zero: not at all
   */
  static EngineProcess start(
      Duration blocked,
      DatabaseAddress database,
      int amiPort,
      String node,
      String queue,
      String number,
      int... at) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-D" + PLANTED + "=" + blocked.toMillis());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EngineProcess.class.getName());
    command.addAll(
        List.of(
            database.host(),
            Integer.toString(database.port()),
            database.database(),
            database.engine().user(),
            database.engine().password(),
            Integer.toString(amiPort),
            node,
            queue,
            number));
    for (int extension : at) {
      command.add(Integer.toString(extension));
    }
    try {
      Process started =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      EngineProcess engine = new EngineProcess(started);
      var lines = started.inputReader(StandardCharsets.UTF_8);
      String line = lines.readLine();
      while (line != null && !line.equals("READY")) {
        engine.said(line);
        line = lines.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("the engine ended before it was ready");
      }
      engine.reader = Thread.ofVirtual().start(() -> lines.lines().forEach(engine::said));
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void said(String line) {
    System.out.println("engine: " + line);
    blocked.addAll(LoopLog.blocked(line));
  }

  /** Whether it has said that its event loop was blocked. */
  boolean saidBlocked() {
    return !blocked.isEmpty();
  }

  /** Stops it where it is; nothing of it goes on until it thaws. */
  void freeze() {
    frozen++;
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      assertEquals(0, code, "kill -" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code kill -9}; fails when its event loop was blocked while it lived, but for its freezes. */
  void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    try {
      assertTrue(reader.join(Duration.ofSeconds(10)), "its last lines do not come");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    assertTrue(blocked.size() <= frozen, () -> "frozen " + frozen + " times, but " + blocked);
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) throws InterruptedException {
    DatabaseAddress.Login login = new DatabaseAddress.Login(args[3], args[4]);
    DatabaseAddress database =
        new DatabaseAddress(args[0], Integer.parseInt(args[1]), args[2], login, login);
    int[] extensions = new int[args.length - 9];
    for (int i = 0; i < extensions.length; i++) {
      extensions[i] = Integer.parseInt(args[9 + i]);
    }
    QueueSetup queue =
        Helpdesk.queue(args[7], args[8], Language.SV, QuickPromises::kept, extensions);
    Vertx vertx = Vertx.vertx(new VertxOptions().setMaxEventLoopExecuteTime(Long.MAX_VALUE));
    Context context = vertx.getOrCreateContext();
    // as the product does before it takes calls
    PostgresStores stores = PostgresStores.open(vertx, database, 8, TestDatabase.ZONE);
    WarmUp.run(stores, stores.queues());
    NumberPlan.plain().caller("0701740605");
    LoopWatch.over(context, LoopWatch.LIMIT);
    context.runOnContext(nothing -> {
      Engine engine =
          Helpdesk.engine(vertx, stores, Integer.parseInt(args[5]), args[6], List.of(queue));
      engine.start();
      vertx.setPeriodic(
          Duration.ofMillis(50).toMillis(),
          timer -> {
            if (engine.ready()) {
              vertx.cancelTimer(timer);
              System.out.println("READY");
              LockSupport.parkNanos(Duration.ofMillis(Long.getLong(PLANTED)).toNanos());
            }
          });
    });
  }
}
