package svara.config.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import svara.engine.port.MailIntake;

/** Hand mails over, each the next one when the one before is stored. */
final class MailFeeders {
  private static final int KINDS = 60;
  private static final int WORDS = 1_400;
  private static final int FILE_BYTES = 5_000;
  private static final Duration STORED_MAX = Duration.ofSeconds(30);
  private static final String[] SYLLABLES = {
    "skri", "va", "ren", "da", "torn", "start", "ar", "in", "te", "lös", "en", "ord", "nät", "verk"
  };

  private final MailIntake intake;
  private final List<String> samples = new ArrayList<>();
  private final AtomicLong serial = new AtomicLong();
  private final AtomicLong fed = new AtomicLong();

  MailFeeders(MailIntake intake) {
    this.intake = intake;
    Random random = new Random(1);
    for (int i = 0; i < KINDS; i++) {
      samples.add(sample(i % 3, random));
    }
  }

  /** Mails as they are fed, but for their names. */
  List<String> samples() {
    return List.copyOf(samples);
  }

  /** How many are stored since it began. */
  long fed() {
    return fed.get();
  }

  /** The time that each mail took, of so many sources at once. */
  Latencies feed(int sources, Duration length) {
    long end = System.nanoTime() + length.toNanos();
    return feedUntil(sources, () -> System.nanoTime() - end >= 0);
  }

  Latencies feedUntil(int sources, BooleanSupplier end) {
    List<long[]> times = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < sources; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  long[] own = source(end);
                  synchronized (times) {
                    times.add(own);
                  }
                } catch (ExecutionException | TimeoutException | InterruptedException e) {
                  synchronized (times) {
                    failures.add(e);
                  }
                }
              }));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!failures.isEmpty()) {
      throw new BenchFailure("a mail was not stored", failures.getFirst());
    }
    return Latencies.of(times.stream().flatMapToLong(Arrays::stream).toArray());
  }

  private long[] source(BooleanSupplier end)
      throws InterruptedException, ExecutionException, TimeoutException {
    long[] times = new long[1_024];
    int count = 0;
    while (!end.getAsBoolean()) {
      Buffer mail = next();
      long began = System.nanoTime();
      intake
          .take("", mail)
          .toCompletionStage()
          .toCompletableFuture()
          .get(STORED_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = System.nanoTime() - began;
      fed.incrementAndGet();
    }
    return Arrays.copyOf(times, count);
  }

  /** Lets time pass without mail. */
  void pause(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** So many more, as they are fed. */
  List<Buffer> mails(int count) {
    List<Buffer> mails = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mails.add(next());
    }
    return mails;
  }

  private Buffer next() {
    long number = serial.incrementAndGet();
    String names =
        "Message-ID: <bench-%d@example.org>\r\nFrom: Eva Lund <person%d@example.org>\r\n"
            .formatted(number, number);
    return Buffer.buffer(names + samples.get((int) (number % KINDS)));
  }

  /** Plain text, text beside HTML, or text with a file. */
  private static String sample(int kind, Random random) {
    String head = "Subject: " + words(random, 4) + "\r\nMIME-Version: 1.0\r\n";
    String type = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
    if (kind == 0) {
      return head + type + words(random, WORDS) + "\r\n";
    }
    String text = "--x\r\n" + type + words(random, WORDS / 2) + "\r\n--x\r\n";
    if (kind == 1) {
      return head
          + "Content-Type: multipart/alternative; boundary=x\r\n\r\n"
          + text
          + "Content-Type: text/html; charset=utf-8\r\n\r\n<p>"
          + words(random, WORDS / 2)
          + "</p>\r\n--x--\r\n";
    }
    byte[] file = new byte[FILE_BYTES];
    random.nextBytes(file);
    return head
        + "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + text
        + "Content-Type: application/pdf; name=fil.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + new String(Base64.getMimeEncoder().encode(file), StandardCharsets.US_ASCII)
        + "\r\n--x--\r\n";
  }

  private static String words(Random random, int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int part = random.nextInt(3); part >= 0; part--) {
        words.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      words.append(i % 12 == 11 ? "\r\n" : " ");
    }
    return words.toString().strip();
  }
}
