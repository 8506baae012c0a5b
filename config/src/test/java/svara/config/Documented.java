package svara.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands that README and the pages for people tell them to type. */
final class Documented {
  /** In a block of its own or between backticks. */
  private static final Pattern SHOWN = Pattern.compile("(?m)^ {4}(\\S.*)$|`([^`\\n]+)`|^(\\./.*)$");

  private static final Pattern COMMAND =
      Pattern.compile(
          "(SVARA_[A-Z_]+=\\S+ )?(sudo )?"
              + "(\\./svara|svara|svara-[0-9.]+/svara|systemctl|journalctl|tar|df"
              + "|psql|pg_basebackup|mkdir|mv|cp|touch|printf)( .+)");

  /** A shell script's call: run PAGE 'BEGINNING', or documented PAGE 'BEGINNING'. */
  private static final Pattern IN_SCRIPT =
      Pattern.compile("\\b(?:run|documented) (\\S+\\.md) ('[^']+'|[^\\s)]+)");

  private static final Pattern IN_JAVA =
      Pattern.compile("Documented\\.command\\(\\s*\"([^\"]+)\",\\s*\"([^\"]+)\"\\)");

  private Documented() {}

  /** A command as it stands on a page. */
  record Line(String page, String command) {}

  /** What a test runs: the page, and a pattern that its command begins with. */
  record Run(String page, Pattern beginning) {
    boolean covers(Line line) {
      return beginning.matcher(line.command()).lookingAt();
    }
  }

  /**
   * The first command of a page that begins so.
   *
   * @throws AssertionError when the page has none: it has changed, and so must who runs it
   */
  static String command(String page, String beginning) {
    return lines(Checkout.root().resolve(page)).stream()
        .map(Line::command)
        .filter(command -> command.startsWith(beginning))
        .findFirst()
        .orElseThrow(() -> new AssertionError(page + " has no command " + beginning));
  }

  static List<Line> lines(Path page) {
    List<Line> lines = new ArrayList<>();
    SHOWN
        .matcher(read(page))
        .results()
        .map(Documented::shown)
        .filter(text -> COMMAND.matcher(text).matches() || text.equals("./svara"))
        .forEach(text -> lines.add(new Line(String.valueOf(page.getFileName()), text)));
    return lines;
  }

  private static String shown(MatchResult found) {
    for (int i = 1; i <= found.groupCount(); i++) {
      if (found.group(i) != null) {
        return found.group(i).strip();
      }
    }
    return "";
  }

  /** What scripts and tests of a folder run. */
  static List<Run> runs(Path tests) throws IOException {
    List<Run> runs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".sh")) {
          IN_SCRIPT
              .matcher(read(file))
              .results()
              .forEach(found ->
                  runs.add(
                      new Run(found.group(1), Pattern.compile(found.group(2).replace("'", "")))));
        } else if (name.endsWith("IT.java")) {
          IN_JAVA
              .matcher(read(file))
              .results()
              .forEach(found ->
                  runs.add(
                      new Run(found.group(1), Pattern.compile(Pattern.quote(found.group(2))))));
        }
      }
    }
    return runs;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
