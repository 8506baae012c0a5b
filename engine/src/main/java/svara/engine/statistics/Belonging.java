package svara.engine.statistics;

/**
 * Where a call, a ticket or a mail belongs, by each {@link Dimension}; empty where unknown.
 *
 * @param queue its queue's name, or empty
 */
public record Belonging(
    String queue,
    String department,
    String technician,
    String system,
    String category,
    String channel) {

  String of(Dimension dimension) {
    return switch (dimension) {
      case ALL -> "";
      case DEPARTMENT -> department;
      case TECHNICIAN -> technician;
      case SYSTEM -> system;
      case CATEGORY -> category;
      case CHANNEL -> channel;
    };
  }
}
