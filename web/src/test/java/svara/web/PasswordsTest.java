package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PasswordsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Passwords passwords = new Passwords(vertx);

  @AfterEach
  void close() throws Exception {
    ServerUnderTest.await(vertx.close());
  }

  @Test
  void aPasswordFitsItsOwnHashAndNoTwoHashesAreTheSame() throws Exception {
    String first = on(() -> passwords.hash("sju röda tegelstenar"));
    String second = on(() -> passwords.hash("sju röda tegelstenar"));
    assertTrue(first.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), first);
    assertNotEquals(first, second);
    assertTrue(on(() -> passwords.fits("sju röda tegelstenar", first)));
    assertFalse(on(() -> passwords.fits("sju röda tegelstenaR", first)));
    assertFalse(on(() -> passwords.fits("sju röda tegelstenar", null)));
  }

  /** Made by the reference implementation: {@code echo -n password | argon2 somesalt -id ...}. */
  @Test
  void aHashOfTheReferenceImplementationIsUnderstood() throws Exception {
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertTrue(on(() -> passwords.fits("password", reference)));
    assertFalse(on(() -> passwords.fits("differentpassword", reference)));
  }

  @Test
  void whatIsNoHashIsOurOwnFault() {
    ExecutionException failed =
        assertThrows(
            ExecutionException.class, () -> on(() -> passwords.fits("x", "$2a$10$abcdefgh")));
    assertEquals(IllegalStateException.class, failed.getCause().getClass());
  }

  @Test
  void moreThanMayWaitAreToldSoAndTheRestIsDone() throws Exception {
    List<Future<Boolean>> tries = new ArrayList<>();
    on(() -> {
      for (int i = 0; i < 40; i++) {
        tries.add(passwords.fits("gissning", null));
      }
      return Future.succeededFuture(true);
    });
    int refused = 0;
    for (Future<Boolean> one : tries) {
      Throwable cause = ServerUnderTest.await(one.map((Throwable) null).otherwise(e -> e));
      if (cause != null) {
        assertEquals(503, ((ProblemException) cause).problem().status());
        refused++;
      }
    }
    assertEquals(8, refused);
    assertFalse(on(() -> passwords.fits("gissning", null)));
  }

  private <T> T on(Supplier<Future<T>> work) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(_ -> work.get().onComplete(done));
    return ServerUnderTest.await(done.future());
  }
}
