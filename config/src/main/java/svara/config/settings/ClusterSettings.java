package svara.config.settings;

import java.util.List;

/**
 * Several engines that share the queues.
 *
 * @param enabled off: no cluster traffic at all
 * @param node this engine's name, different from every other's
 * @param bind the address members reach this one at
 * @param port of this member
 * @param members host:port of the members to look for
 */
public record ClusterSettings(
    boolean enabled, String node, String bind, int port, List<String> members) {
  private static final Words NODE = Words.of("1 to 40 of a-z, 0-9 and _", "[a-z0-9_]{1,40}");
  private static final Words ADDRESS = Words.of("an address", "[0-9a-fA-F:.]{2,45}");
  private static final Words MEMBER = Words.of("host:port", "[A-Za-z0-9.-]{1,253}:[0-9]{1,5}");

  public ClusterSettings {
    members = List.copyOf(members);
  }

  static ClusterSettings read(Section section) {
    return new ClusterSettings(
        section.flag("enabled", false),
        section.parsed("node", "word", NODE.limits(), "node1", NODE::parse),
        section.parsed("bind", "address", ADDRESS.limits(), "127.0.0.1", ADDRESS::parse),
        section.count("port", "port", 1, 65535, 5701),
        section.texts("members", "addresses", MEMBER, 20, List.of("127.0.0.1:5701")));
  }
}
