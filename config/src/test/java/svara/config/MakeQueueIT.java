package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make-queue.sh} tells the exchange of a queue, for when it is alone. */
@Tag("exchange")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MakeQueueIT {
  @TempDir Path etc;

  @Test
  void aNumberMayHaveALanguageOfItsOwn() throws Exception {
    assertEquals(0, make("NAME=it", "NUMBERS=100,101,102", "LANGUAGES=101:en", "LANGUAGE=sv"));
    assertEquals(List.of("sv", "en", "sv"), languages());
  }

  @Test
  void withoutOneItHasTheQueues() throws Exception {
    assertEquals(0, make("NAME=it", "NUMBERS=100,101", "LANGUAGE=en"));
    assertEquals(List.of("en", "en"), languages());
  }

  @Test
  void whatIsNoNumberOfTheQueueOrNoLanguageIsRefused() throws Exception {
    assertEquals(2, make("NAME=it", "NUMBERS=100", "LANGUAGES=102:en"));
    assertEquals(2, make("NAME=it", "NUMBERS=100", "LANGUAGES=100:english"));
    assertEquals(2, make("NAME=it", "NUMBERS=100", "LANGUAGES=100"));
    assertTrue(Files.notExists(etc.resolve("svara/dialplan.d/it.conf")), "nothing is half-written");
  }

  private int make(String... keys) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                Checkout.root().resolve("config/asterisk/make-queue.sh").toString(),
                etc.toString()));
    command.addAll(List.of(keys));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** In the order of the numbers. */
  private List<String> languages() throws IOException {
    return Files.readAllLines(etc.resolve("svara/dialplan.d/it.conf")).stream()
        .filter(line -> line.contains("MSet(__SVARA_QUEUE=it,"))
        .map(line -> line.replaceAll(".*CHANNEL\\(language\\)=([a-z]+),.*", "$1"))
        .toList();
  }
}
