package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
  private static final Path PROMPTS = Checkout.root().resolve("config/asterisk/prompts");

  @Test
  void everyPromptHasWordsInBothLanguagesAndNoTextIsLeftOver() {
    assertEquals(List.of(), PromptTexts.differences(PROMPTS));
  }

  @Test
  void theExchangesOwnPromptsExist(@TempDir Path planted) throws IOException {
    Path dialplan = Checkout.root().resolve("config/asterisk/etc");
    assertEquals(List.of(), PromptTexts.unknownToDialplan(dialplan));

    Files.writeString(
        planted.resolve("extensions.conf"),
        "#include svara/queues-svara.conf\n same => n,Playback(svara/closed&svara/shut)\n");
    assertEquals(
        List.of("extensions.conf plays shut, which has no text"),
        PromptTexts.unknownToDialplan(planted));
  }

  @Test
  void wordsAreKind() throws IOException {
    for (String language : List.of("sv", "en")) {
      try (Stream<String> lines = Files.lines(PROMPTS.resolve(language + ".yaml"))) {
        lines
            .filter(line -> !line.startsWith("#"))
            .forEach(line ->
                assertFalse(
                    line.contains("!")
                        || line.toLowerCase(java.util.Locale.ROOT).contains("tyvärr"),
                    line));
      }
    }
  }

  @Test
  void aTextThatIsMissingLeftOverOrEmptyIsFound(@TempDir Path planted) throws IOException {
    String swedish = Files.readString(PROMPTS.resolve("sv.yaml"));
    Files.writeString(
        planted.resolve("sv.yaml"),
        swedish
            .replaceFirst("(?m)^goodbye:.*$", "farewell: \"Hej då.\"")
            .replaceFirst("(?m)^thanks:.*$", "thanks: \"\""));
    Files.copy(PROMPTS.resolve("en.yaml"), planted.resolve("en.yaml"));

    assertEquals(
        List.of(
            "sv.yaml lacks goodbye",
            "sv.yaml has farewell, which no code says",
            "sv.yaml has no words for thanks"),
        PromptTexts.differences(planted));
  }
}
