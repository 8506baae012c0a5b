package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.port.Prompt;

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
  void everyPromptIsSaidSomewhere() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(Checkout.root().resolve("engine/src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    String dialplan =
        Files.readString(
            Checkout.root().resolve("config/asterisk/etc/svara/extensions-svara.conf"));
    // Prompt itself says places and waits, in numbers it finds by name
    for (Prompt prompt : Prompt.values()) {
      String name = prompt.name();
      boolean said =
          name.startsWith("NUMBER_")
              || Pattern.compile("svara/" + prompt.key() + "\\b").matcher(dialplan).find()
              || Pattern.compile("Prompt\\." + name + "\\b|\\(" + name + "\\b|, " + name + "\\b")
                  .matcher(code)
                  .find();
      assertTrue(said, "nobody says " + name);
    }
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
            .replaceFirst("(?m)^closed:.*$", "closed: \"\""));
    Files.copy(PROMPTS.resolve("en.yaml"), planted.resolve("en.yaml"));

    assertEquals(
        List.of(
            "sv.yaml lacks goodbye",
            "sv.yaml has farewell, which no code says",
            "sv.yaml has no words for closed"),
        PromptTexts.differences(planted));
  }
}
