package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import svara.engine.id.QueueId;
import svara.engine.port.FallbackQueue;
import svara.engine.runtime.LoopWatch;
import svara.telephony.ReportedFacts;

/**
 * A Vert.x of a test's own with the event loop that its engine is on, which is watched: the test
 * fails at its end when something blocked it.
 */
public final class WatchedLoop implements AutoCloseable {
  private static final QueueId NOBODYS = new QueueId("warm_up");
  private static final AtomicLong WARMED = new AtomicLong();

  // LoopWatch is stricter, and tells a starved machine apart
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setMaxEventLoopExecuteTime(Long.MAX_VALUE));
  private final Context context = vertx.getOrCreateContext();
  private final LoopWatch watch = LoopWatch.over(context, LoopWatch.LIMIT);

  public Vertx vertx() {
    return vertx;
  }

  public Context context() {
    return context;
  }

  long stalls() {
    return watch.stalls();
  }

  /** Gives an order on the loop and waits for what comes of it. */
  public <T> T get(Supplier<Future<T>> order) {
    return get(context, order);
  }

  private static <T> T get(Context on, Supplier<Future<T>> order) {
    return Future.<T>future(done -> on.runOnContext(_ -> order.get().onComplete(done)))
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  /**
   * The first use of a library reads hundreds of classes, which is no fault of an event loop: all
   * is used once, unwatched, as the product too warms up before it takes calls.
   */
  public static void warm(AsteriskInstance asterisk) {
    warm(
        AsteriskAccess.of(
            "127.0.0.1",
            asterisk.amiPort(),
            AsteriskInstance.AMI_USER,
            AsteriskInstance.AMI_SECRET,
            "warm" + WARMED.incrementAndGet()));
  }

  /** The same at an exchange with a manager user of its own. */
  public static void warm(AsteriskAccess access) {
    Vertx vertx = Vertx.vertx();
    Context on = vertx.getOrCreateContext();
    AsteriskPhoneSystem phones = new AsteriskPhoneSystem(vertx, access, InstantSource.system());
    get(on, () -> phones.open(new ReportedFacts()));
    get(on, () -> phones.claim(NOBODYS, 1));
    get(on, () -> phones.watch(List.of()));
    get(on, () -> phones.mirror(new FallbackQueue(NOBODYS, 1, 1, List.of(), List.of(), List.of())));
    get(on, () -> phones.beat(Set.of(NOBODYS)));
    get(on, phones::snapshot);
    get(on, phones::close);
    close(vertx);
  }

  private static void close(Vertx vertx) {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    watch.close();
    close(vertx);
    assertEquals(0, watch.stalls(), "the event loop was blocked; where stands in the log");
  }
}
