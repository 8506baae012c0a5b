package svara.config.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One reading of the settings. Every key is known by having been asked for: what was asked for and
 * is wrong, and what stands there and was never asked for, are collected and refused together.
 */
final class Reading {
  static final String PREFIX = "SVARA_";

  /** Variables that the start script and the tests read, which are no settings. */
  private static final Set<String> NOT_SETTINGS =
      Set.of(
          "SVARA_ASTERISK_ROOT",
          "SVARA_ASTERISK_SUITE",
          "SVARA_BUILT",
          "SVARA_CACHE",
          "SVARA_KEEP_COPYRIGHT",
          "SVARA_CONFIG",
          "SVARA_DEBIAN_MIRROR",
          "SVARA_FAULTS",
          "SVARA_FAULTS_RESUME",
          "SVARA_FAULTS_SEED",
          "SVARA_HOME",
          "SVARA_MAIL_SERVERS",
          "SVARA_OWN_TOOLS",
          "SVARA_RECORDED",
          "SVARA_SIPP",
          "SVARA_SOUNDS",
          "SVARA_TOOLS");

  private final Map<String, String> environment;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final Set<String> variables = new TreeSet<>();
  private final List<Section> sections = new ArrayList<>();

  Reading(Map<String, String> environment) {
    this.environment = environment;
  }

  Section root(String name, String text) {
    return new Section(this, "", "", YamlDocument.file(name, text, problems));
  }

  /** Where relative paths begin: the folder of the start script, else the one started in. */
  Path home() {
    return Path.of(environment.getOrDefault("SVARA_HOME", ""));
  }

  void opened(Section section) {
    sections.add(section);
  }

  void contract(Key key) {
    keys.putIfAbsent(key.path(), key);
  }

  /** The keys asked for, in the order asked. */
  List<Key> keys() {
    return List.copyOf(keys.values());
  }

  List<Problem> problems() {
    return problems;
  }

  void problem(String place, String key, String given, String allowed) {
    problems.add(new Problem(place, key, given, allowed));
  }

  /** The variable that overrides a key, when it is set to something. */
  Optional<String> variable(String name) {
    variables.add(name);
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  /** Whether any variable sets something below this path. */
  boolean variablesBelow(String name) {
    return environment.keySet().stream().anyMatch(variable -> variable.startsWith(name + "_"));
  }

  /** SVARA_ and the path in capitals: {@code queues[0].talkingMax} is SVARA_QUEUES_0_TALKINGMAX. */
  static String variableName(String path) {
    return PREFIX
        + path.replace("].", "_")
            .replace('.', '_')
            .replace('[', '_')
            .replace("]", "")
            .toUpperCase(Locale.ROOT);
  }

  /** Refuses everything wrong, if there is anything. */
  void finish() {
    sections.forEach(Section::refuseUnknown);
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !variables.contains(name) && !NOT_SETTINGS.contains(name)) {
        problem(
            "environment", name, "an unknown variable", suggestion(Nearest.to(name, variables)));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems.stream().distinct().toList());
    }
  }

  static String suggestion(Optional<String> nearest) {
    return nearest
        .map(word -> "did you mean " + word + "?")
        .orElse("svara.yaml lists all there are");
  }
}
