package svara.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A Dockerfile, as far as Svara's uses the language: comments, continued lines, stages, and the
 * list form of what is run.
 */
final class ImageFile {
  /** One instruction: its word in capitals, and the rest of its line. */
  record Instruction(String word, String rest) {}

  /**
   * What is copied into the image.
   *
   * @param stage the stage it comes from, or empty for the checkout
   * @param sources as written
   * @param target as written
   */
  record Copy(String stage, List<String> sources, String target) {}

  private final List<Instruction> instructions;
  private final List<Instruction> last;

  ImageFile(String text) {
    this.instructions = parse(text);
    int from = 0;
    for (int i = 0; i < instructions.size(); i++) {
      if (instructions.get(i).word().equals("FROM")) {
        from = i;
      }
    }
    this.last = instructions.subList(from, instructions.size());
  }

  private static List<Instruction> parse(String text) {
    List<Instruction> found = new ArrayList<>();
    String joined = text.replaceAll("(?m)^#.*\\n", "").replaceAll("\\\\\\n", " ");
    for (String line : joined.lines().map(String::strip).toList()) {
      if (!line.isEmpty()) {
        String[] parts = line.split("\\s+", 2);
        found.add(new Instruction(parts[0].toUpperCase(Locale.ROOT), parts[1].strip()));
      }
    }
    return List.copyOf(found);
  }

  /** What stages before the last copy out of the checkout. */
  List<Copy> copiedFromCheckout() {
    return copies(instructions).stream().filter(c -> c.stage().isEmpty()).toList();
  }

  /** What the image itself is made of. */
  List<Copy> copiedIntoImage() {
    return copies(last);
  }

  private static List<Copy> copies(List<Instruction> among) {
    return among.stream().filter(i -> i.word().equals("COPY")).map(ImageFile::copy).toList();
  }

  private static Copy copy(Instruction instruction) {
    List<String> words = new ArrayList<>(Arrays.asList(instruction.rest().split("\\s+")));
    String stage = "";
    while (words.getFirst().startsWith("--")) {
      String option = words.removeFirst();
      if (option.startsWith("--from=")) {
        stage = option.substring("--from=".length());
      }
    }
    return new Copy(stage, List.copyOf(words.subList(0, words.size() - 1)), words.getLast());
  }

  /** The command line of the container: entry point and its words. */
  List<String> command() {
    List<String> all = new ArrayList<>(list(only("ENTRYPOINT").rest()));
    all.addAll(list(only("CMD").rest()));
    return all;
  }

  List<String> entryPoint() {
    return list(only("ENTRYPOINT").rest());
  }

  List<String> healthCheck() {
    String rest = only("HEALTHCHECK").rest();
    return list(rest.substring(rest.indexOf("CMD") + 3));
  }

  String user() {
    return only("USER").rest();
  }

  String folder() {
    return only("WORKDIR").rest();
  }

  /** Where in the checkout a path of the build stage is. */
  static Path inCheckout(Path checkout, String source) {
    return checkout.resolve(source.startsWith("/src/") ? source.substring(5) : source);
  }

  private Instruction only(String word) {
    return last.stream().filter(i -> i.word().equals(word)).reduce((a, b) -> b).orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(String json) {
    return (List<String>) new Load(LoadSettings.builder().build()).loadFromString(json.strip());
  }
}
