package svara.config.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML 1.2 into values with places; types are the reader's business, so 0046 stays 0046. */
final class YamlDocument {
  private static final int NODES_MAX = 20_000;
  private static final int DEPTH_MAX = 12;
  private static final int LETTERS_MAX = 1_000_000;

  private final Function<Integer, String> placeOfLine;
  private final List<Problem> problems;
  private int nodes;

  private YamlDocument(Function<Integer, String> placeOfLine, List<Problem> problems) {
    this.placeOfLine = placeOfLine;
    this.problems = problems;
  }

  /** A file's content; what can not be read as YAML becomes one problem and an empty document. */
  static Value file(String name, String text, List<Problem> problems) {
    return new YamlDocument(line -> name + ":" + line, problems).read(name, text);
  }

  /** The value of an environment variable: a plain text, or YAML for lists and maps. */
  static Value variable(String name, String text, List<Problem> problems) {
    return new YamlDocument(line -> name, problems).read(name, text);
  }

  private Value read(String name, String text) {
    LoadSettings yaml =
        LoadSettings.builder().setLabel(name).setCodePointLimit(LETTERS_MAX).build();
    try {
      Optional<Node> root = new Compose(yaml).composeString(text);
      return root.map(node -> value(node, 0)).orElse(new Value.Text(placeOfLine.apply(1), null));
    } catch (MarkedYamlEngineException e) {
      String place = placeOfLine.apply(e.getProblemMark().map(m -> m.getLine() + 1).orElse(1));
      problems.add(new Problem(place, name, e.getProblem(), "not readable as YAML"));
    } catch (YamlEngineException e) {
      problems.add(
          new Problem(placeOfLine.apply(1), name, "no YAML", String.valueOf(e.getMessage())));
    }
    return new Value.Text(placeOfLine.apply(1), null);
  }

  private Value value(Node node, int depth) {
    String place = place(node);
    // an alias repeats its node, so a short document can unfold to a long one
    if (++nodes > NODES_MAX || depth > DEPTH_MAX) {
      throw new YamlEngineException("too many or too deep values");
    }
    return switch (node) {
      case MappingNode mapping -> entries(place, mapping, depth);
      case SequenceNode sequence -> {
        List<Value> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(value(item, depth + 1)));
        yield new Value.Items(place, items);
      }
      case ScalarNode scalar -> new Value.Text(place, text(scalar));
      default -> throw new YamlEngineException("unexpected kind of value");
    };
  }

  private static @Nullable String text(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
  }

  private Value entries(String place, MappingNode mapping, int depth) {
    Map<String, Value.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String where = place(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new Problem(where, "key", "a list or map", "a key must be a word"));
        continue;
      }
      Value value = value(tuple.getValueNode(), depth + 1);
      if (entries.putIfAbsent(key.getValue(), new Value.Entry(where, value)) != null) {
        problems.add(new Problem(where, key.getValue(), "twice", "a key may stand once"));
      }
    }
    return new Value.Entries(place, entries);
  }

  private String place(Node node) {
    return placeOfLine.apply(node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
  }
}
