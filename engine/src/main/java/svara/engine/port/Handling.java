package svara.engine.port;

import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.ticket.TicketPriority;

/**
 * How a ticket is to be handled.
 *
 * @param tags in the order they were given, at most 20 of at most 40 characters
 * @param restricted seen by its assignee and the manager alone
 * @param mergedInto the ticket that it has become a part of, or null
 */
public record Handling(
    TicketPriority priority,
    List<String> tags,
    boolean restricted,
    @Nullable TicketNumber mergedInto) {
  /** As every ticket begins. */
  public static final Handling ORDINARY =
      new Handling(TicketPriority.NORMAL, List.of(), false, null);

  public Handling {
    tags = List.copyOf(tags);
  }

  /** After a change. */
  public Handling after(@Nullable Change change) {
    return change == null
        ? this
        : new Handling(
            change.priority() == null ? priority : change.priority(),
            change.tags() == null ? tags : change.tags(),
            change.restricted() == null ? restricted : change.restricted(),
            mergedInto);
  }

  /** What is to be another; null leaves it as it is. */
  public record Change(
      @Nullable TicketPriority priority,
      @Nullable List<String> tags,
      @Nullable Boolean restricted) {
    public Change {
      tags = tags == null ? null : List.copyOf(tags);
    }
  }
}
