package svara.engine.whatif;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is still to happen, in the order of time and, within a moment, of the journal. */
final class Timeline {
  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(
          Comparator.comparingLong(Planned::moment)
              .thenComparingLong(Planned::position)
              .thenComparingLong(Planned::serial));
  private long serial;

  /** Something that happens then. */
  record Planned(long moment, long position, long serial, Runnable happens) {}

  /** Nothing happens after the end of time. */
  void plan(long moment, long position, Runnable happens) {
    planned.add(new Planned(moment, position, serial++, happens));
  }

  @Nullable Planned next() {
    return planned.peek();
  }

  void remove() {
    planned.remove();
  }
}
