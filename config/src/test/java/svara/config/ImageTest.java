package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ImageTest {
  private final ImageFile image = new ImageFile(Checkout.text("Dockerfile"));

  @Test
  void imageRunsAsOrdinaryUserAndSaysWhetherItIsWell() {
    assertFalse(List.of("", "root", "0").contains(image.user()), image.user());
    assertTrue(String.join(" ", image.healthCheck()).contains("GET /health/ready "));
    assertEquals("start", image.command().getLast());
  }

  @Test
  void everythingTakenFromTheCheckoutIsThere() {
    assertEquals(List.of(), absent(image));
    assertEquals(List.of("nowhere"), absent(new ImageFile("FROM a\nCOPY pom.xml nowhere ./\n")));
  }

  private static List<String> absent(ImageFile image) {
    return image.copiedFromCheckout().stream()
        .flatMap(copy -> copy.sources().stream())
        .filter(source -> Files.notExists(Checkout.root().resolve(source)))
        .toList();
  }

  @Test
  void jvmFlagsAreTheSameInPomScriptAndImage() {
    assertFlagsAgree(Checkout.text("pom.xml"), Checkout.text("svara"), Checkout.text("Dockerfile"));
  }

  @Test
  void jvmFlagsThatDifferAreFound() {
    String changed =
        Checkout.text("Dockerfile")
            .replace("\"--add-modules\", \"java.se\"", "\"--add-modules\", \"java.base\"");
    assertNotEquals(flagsOfScript(Checkout.text("svara")), flagsOfImage(changed));
  }

  private static void assertFlagsAgree(String pom, String script, String dockerfile) {
    List<String> flags = flags("<svara.jvm.flags>([^<]+)</svara.jvm.flags>", pom);
    assertEquals(flags, flagsOfScript(script));
    assertEquals(flags, flagsOfImage(dockerfile));
  }

  private static List<String> flagsOfScript(String script) {
    return flags("(?m)^JVM_FLAGS=\"([^\"]+)\"$", script);
  }

  private static List<String> flagsOfImage(String dockerfile) {
    List<String> entry = new ImageFile(dockerfile).entryPoint();
    return entry.subList(1, entry.indexOf("-jar"));
  }

  private static List<String> flags(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertTrue(found.find(), pattern);
    return Arrays.asList(found.group(1).strip().split("\\s+"));
  }
}
