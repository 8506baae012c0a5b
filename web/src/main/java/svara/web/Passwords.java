package svara.web;

import com.nulabinc.zxcvbn.Zxcvbn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Passwords and their hashes: Argon2id with the least that OWASP's Password Storage Cheat Sheet
 * takes, 19 MiB and two passes, in PHC form. Hashing runs aside of the event loop, two at once at
 * most; so many may wait, and the next one is told that too much is asked at once.
 */
final class Passwords {
  static final int LENGTH_MIN = 12;
  static final int LENGTH_MAX = 128;
  private static final int AT_ONCE = 2;
  private static final int WAITING_MAX = 32;
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int BYTES = 32;
  private static final int SALT_BYTES = 16;
  // its judgement grows with the square of the length
  private static final int JUDGED_MAX = 64;
  private static final int SCORE_MIN = 4;
  // the judge's own lists are English
  private static final List<String> COMMON =
      List.of(
          "lösenord",
          "losenord",
          "välkommen",
          "valkommen",
          "sommar",
          "sommaren",
          "vinter",
          "vintern",
          "hösten",
          "våren",
          "hemligt",
          "kommun",
          "kommunen",
          "sverige",
          "stockholm",
          "hejsan",
          "helpdesk",
          "svara",
          "måndag",
          "fredag",
          "januari",
          "februari",
          "oktober");
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1\\$([A-Za-z0-9+/]{1,88})\\$([A-Za-z0-9+/]{1,88})");

  private final WorkerExecutor workers;
  private final SecureRandom random = new SecureRandom();
  private final String nobodys;
  private int waiting;

  /** Used from one event loop alone. */
  Passwords(Vertx vertx) {
    workers = vertx.createSharedWorkerExecutor("passwords", AT_ONCE);
    // of no password at all: whoever tries an account that is not there waits as long
    nobodys = phc(new byte[SALT_BYTES], new byte[BYTES], MEMORY_KIB, PASSES);
  }

  /** The hash of a password, to be kept. */
  Future<String> hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return aside(() -> phc(salt, derived(password, salt, MEMORY_KIB, PASSES), MEMORY_KIB, PASSES));
  }

  /** Whether it is the password of a hash; takes as long when there is no hash. */
  Future<Boolean> fits(String password, @Nullable String hash) {
    return aside(() -> {
      Matcher phc = PHC.matcher(hash == null ? nobodys : hash);
      if (!phc.matches()) {
        throw new IllegalStateException("a kept password hash is not in the form it is kept in");
      }
      byte[] salt = Base64.getDecoder().decode(phc.group(3));
      byte[] wanted = Base64.getDecoder().decode(phc.group(4));
      int memory = Integer.parseInt(phc.group(1));
      int passes = Integer.parseInt(phc.group(2));
      boolean same = MessageDigest.isEqual(wanted, derived(password, salt, memory, passes));
      return same && hash != null;
    });
  }

  /**
   * Refuses what is too short or easily guessed: the words of the account, and passwords that are
   * in lists of the most common ones or made from them.
   */
  Future<Void> acceptable(String password, List<String> about) {
    if (password.length() < LENGTH_MIN || password.length() > LENGTH_MAX) {
      return Future.failedFuture(
          new Problem(422, "password_length", "A password has 12 to 128 characters.").exception());
    }
    String judged = password.substring(0, Math.min(password.length(), JUDGED_MAX));
    List<String> known = new ArrayList<>(COMMON);
    about.stream().filter(word -> !word.isEmpty()).forEach(known::add);
    return aside(() -> new Zxcvbn().measure(judged, known).getScore() >= SCORE_MIN)
        .compose(strong ->
            strong
                ? Future.succeededFuture()
                : Future.failedFuture(
                    new Problem(422, "password_guessed", "The password is easily guessed.")
                        .exception()));
  }

  private <T> Future<T> aside(Callable<T> work) {
    if (waiting >= WAITING_MAX) {
      return Future.failedFuture(
          new Problem(503, "overloaded", "Too much is being asked at once. Please try again.")
              .exception());
    }
    waiting++;
    return workers
        .executeBlocking(work, false)
        .map(Objects::requireNonNull)
        .onComplete(_ -> waiting--);
  }

  private static byte[] derived(String password, byte[] salt, int memory, int passes) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] bytes = new byte[BYTES];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), bytes);
    return bytes;
  }

  private static String phc(byte[] salt, byte[] hash, int memory, int passes) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(memory, passes, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  Future<Void> close() {
    return workers.close();
  }
}
