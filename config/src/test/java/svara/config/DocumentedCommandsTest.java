package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a page tells people to type is typed by a test, which takes the words from that page.
 * Who runs what is found by reading the tests, so a new command without a test is named here.
 */
class DocumentedCommandsTest {
  /** What {@code ./svara test} itself is, and the same command said again on another page. */
  private static final List<String> ELSEWHERE =
      List.of(
          // this run is that command, or a suite of it: SuitesTest and SvaraScriptIT hold its words
          "README.md ./svara test",
          "README.md ./svara test unit",
          // MainTest
          "README.md ./svara",
          // the packaged product is what InstalledIT installs
          "README.md ./svara package",
          "operator.md ./svara package");

  @Test
  void everyCommandOnThePagesIsRunByATest(@TempDir Path planted) throws IOException {
    assertEquals(List.of(), unrun(Checkout.root()));

    Files.createDirectories(planted.resolve("docs"));
    Files.createDirectories(planted.resolve("config/src/test"));
    Files.writeString(planted.resolve("README.md"), "Type `svara make-coffee --strong`.\n");
    Files.writeString(planted.resolve("docs/a.md"), "Then\n\n    systemctl restart svara\n");
    assertEquals(
        List.of("README.md svara make-coffee --strong", "a.md systemctl restart svara"),
        unrun(planted));
  }

  private static List<String> unrun(Path root) throws IOException {
    List<Documented.Run> runs = Documented.runs(root.resolve("config/src/test"));
    List<String> unrun = new ArrayList<>();
    for (Path page : pages(root)) {
      for (Documented.Line line : Documented.lines(page)) {
        // the same words on another page are the same command
        boolean run = runs.stream().anyMatch(one -> one.covers(line));
        String said = line.page() + " " + line.command();
        if (!run && !ELSEWHERE.contains(said)) {
          unrun.add(said);
        }
      }
    }
    return unrun;
  }

  private static List<Path> pages(Path root) throws IOException {
    List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
    try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
      pages.addAll(docs.filter(page -> page.toString().endsWith(".md")).sorted().toList());
    }
    return pages;
  }
}
