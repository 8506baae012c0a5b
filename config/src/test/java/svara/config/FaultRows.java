package svara.config;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The results of the faults, one a line, written as they come; and which of them are wanted. */
public final class FaultRows {
  private static final Path FILE = Path.of("target", "faults.jsonl");

  private FaultRows() {}

  /** Adds a line. */
  public static void write(String name, JsonObject row) throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(
        FILE,
        row.copy().put("name", name).encode() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /**
   * The names of those that need not be looked at again, when the run goes on from an earlier one.
   */
  public static Set<String> done() throws IOException {
    Set<String> names = new HashSet<>();
    if (System.getenv().containsKey("SVARA_FAULTS_RESUME") && Files.exists(FILE)) {
      for (String line : Files.readAllLines(FILE)) {
        names.add(new JsonObject(line).getString("name"));
      }
    }
    return names;
  }

  /** Whether a whole run is asked for. */
  public static boolean whole() {
    return "all".equals(System.getenv("SVARA_FAULTS"));
  }

  /** Whether a test of this fault is asked for. */
  static boolean wanted(String fault, Map<String, String> environment) {
    String which = environment.getOrDefault("SVARA_FAULTS", "sample");
    return which.equals("all")
        || which.equals("sample")
        || fault.matches(".*\\b(" + which + ")\\b.*");
  }
}
