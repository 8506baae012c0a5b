package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.port.OrderId;
import svara.engine.port.Orders.Dismiss;
import svara.engine.port.Orders.Hold;
import svara.engine.port.Orders.Said;
import svara.engine.port.Prompt;
import svara.telephony.ReportedFacts;
import svara.telephony.ReportedFacts.Fact;
import svara.telephony.asterisk.SipDialog.State;

/** An exchange that lacks the sound of a prompt goes on with the next, and says so in its log. */
@Tag("exchange")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MissingPromptIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final QueueId QUEUE = new QueueId("helpdesk");
  private static final Prompt MISSING = Prompt.GREETING;

  @Test
  void aPromptWithoutSoundIsSkippedAndTheCallGoesOn() throws IOException {
    Vertx vertx = Vertx.vertx();
    try (AsteriskInstance asterisk =
            AsteriskInstance.make(List.of(AsteriskInstance.Queue.oneAndOne(QUEUE.value(), "100")));
        SipPhone outside = new SipPhone("outside", asterisk.sip())) {
      for (Language language : Language.values()) {
        loseSound(asterisk, language);
      }
      asterisk.start();
      Context context = vertx.getOrCreateContext();
      ReportedFacts facts = new ReportedFacts();
      AsteriskPhoneSystem engine = engine(vertx, asterisk);
      done(context, () -> engine.open(facts));
      done(context, () -> engine.claim(QUEUE, 1));
      done(context, () -> engine.beat(Set.of(QUEUE)));
      vertx.setPeriodic(1_000, _ -> context.runOnContext(_ -> engine.beat(Set.of(QUEUE))));

      SipDialog caller = outside.call("100", "0701740605", "");
      assertTrue(AsteriskInstance.await(() -> !facts.of(Fact.Offered.class).isEmpty(), LIMIT));
      CallId call = facts.of(Fact.Offered.class).getFirst().call().call();

      List<Prompt> missing = List.of(MISSING);
      Hold hold = new Hold(new OrderId("hold"), call, Language.SV, missing);
      assertEquals(Said.DONE, done(context, () -> engine.hold(hold)));
      assertTrue(AsteriskInstance.await(() -> caller.media().hearsSound(500), LIMIT), "the music");
      assertEquals(State.ANSWERED, caller.state());
      assertTrue(asterisk.log().contains("svara/" + MISSING.key()), asterisk.log());

      Dismiss dismiss =
          new Dismiss(
              new OrderId("dismiss"), call, Language.SV, List.of(MISSING, Prompt.CALL_LATER));
      long loudBefore = loud(caller);
      assertEquals(Said.DONE, done(context, () -> engine.dismiss(dismiss)));
      assertTrue(AsteriskInstance.await(() -> caller.state() == State.OVER, LIMIT), "hung up");
      assertTrue(loud(caller) - loudBefore > 50, "a second and more of the next prompt was heard");
      assertFalse(asterisk.log().contains("ERROR"), asterisk.log());
      done(context, engine::close);
    } finally {
      vertx.close().await();
    }
  }

  private static AsteriskPhoneSystem engine(Vertx vertx, AsteriskInstance asterisk) {
    return new AsteriskPhoneSystem(
        vertx,
        AsteriskAccess.of(
            "127.0.0.1",
            asterisk.amiPort(),
            AsteriskInstance.AMI_USER,
            AsteriskInstance.AMI_SECRET,
            "without_greeting"),
        InstantSource.system());
  }

  /** The instance's link to the sounds becomes a folder of links, with one missing. */
  private static void loseSound(AsteriskInstance asterisk, Language language) throws IOException {
    Path all = asterisk.folder().resolve("share/sounds/" + language.code());
    Path whole = Files.isSymbolicLink(all) ? all : all.resolve("svara");
    Path sounds = all.resolve("svara").toRealPath();
    Files.delete(whole);
    Path own = Files.createDirectories(all.resolve("svara"));
    try (Stream<Path> files = Files.list(sounds)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith(MISSING.key() + ".")) {
          Files.createSymbolicLink(own.resolve(name), file);
        }
      }
    }
  }

  /** Packets of 20 ms in which something was to be heard. */
  private static long loud(SipDialog caller) {
    return caller.media().heard().stream().filter(MissingPromptIT::loud).count();
  }

  private static boolean loud(RtpMedia.Frame frame) {
    for (short sample : frame.samples()) {
      if (Math.abs(sample) > 500) {
        return true;
      }
    }
    return false;
  }

  private static <T> T done(Context context, Supplier<Future<T>> order) {
    Promise<T> result = Promise.promise();
    context.runOnContext(nothing -> order.get().onComplete(result));
    return result
        .future()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}
