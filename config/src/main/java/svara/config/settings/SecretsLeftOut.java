package svara.config.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A settings file as it stands, comments and all, without the values of its secrets. A secret is a
 * key whose name ends as one; a test holds that against every setting there is.
 */
public final class SecretsLeftOut {
  private static final Pattern NAME =
      Pattern.compile("(?i).*(password|secret|token|key|passphrase)");
  // a setting that somebody has put aside is a secret all the same
  private static final Pattern ASIDE =
      Pattern.compile("(?im)^(\\s*#[#\\s-]*[a-z]*(password|secret|token|key|passphrase)\\s*:).*$");

  private SecretsLeftOut() {}

  private record Span(int from, int to) {}

  public static String of(String yaml) {
    List<Span> spans = new ArrayList<>();
    new Compose(LoadSettings.builder().build())
        .composeString(yaml)
        .ifPresent(root -> find(root, spans));
    spans.sort(Comparator.comparingInt(Span::from).reversed());
    // marks count code points
    int[] points = yaml.codePoints().toArray();
    StringBuilder text = new StringBuilder(yaml);
    for (Span span : spans) {
      int from = new String(points, 0, span.from).length();
      int to = new String(points, 0, span.to).length();
      // a text over several lines ends after its last line break, which the next key needs
      text.replace(from, to, text.charAt(to - 1) == '\n' ? "\n" : "");
    }
    return ASIDE.matcher(text).replaceAll("$1");
  }

  private static void find(Node node, List<Span> spans) {
    switch (node) {
      case MappingNode map -> map.getValue().forEach(pair -> pair(pair, spans));
      case SequenceNode list -> list.getValue().forEach(one -> find(one, spans));
      default -> {}
    }
  }

  private static void pair(NodeTuple pair, List<Span> spans) {
    if (pair.getKeyNode() instanceof ScalarNode key && isSecret(key.getValue())) {
      int from = pair.getValueNode().getStartMark().map(Mark::getIndex).orElseThrow();
      int to = pair.getValueNode().getEndMark().map(Mark::getIndex).orElseThrow();
      if (to > from) {
        spans.add(new Span(from, to));
      }
    } else {
      find(pair.getValueNode(), spans);
    }
  }

  static boolean isSecret(String key) {
    return NAME.matcher(key.toLowerCase(Locale.ROOT)).matches();
  }
}
