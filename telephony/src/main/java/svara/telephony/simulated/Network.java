package svara.telephony.simulated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import svara.engine.port.PhoneListener;

/** The way between engines and an exchange: can be cut, or stalled so that nothing passes. */
public final class Network {
  private static final Duration RETRY = Duration.ofMillis(500);

  private final SimulatedClock clock;
  private final List<Line> lines = new ArrayList<>();
  private boolean cut;
  private boolean stalled;

  Network(SimulatedClock clock) {
    this.clock = clock;
  }

  /** All connections break, and none can be made. */
  public void cut() {
    cut = true;
    List.copyOf(lines).forEach(Line::lost);
  }

  public void restore() {
    cut = false;
  }

  /** Connections stand, but what is sent stays under way. */
  public void stall() {
    stalled = true;
    List.copyOf(lines).forEach(Line::stalled);
  }

  public void resume() {
    stalled = false;
    List.copyOf(lines).forEach(Line::resumed);
  }

  /** One connection of one engine. */
  final class Line {
    private static final Duration TRAVEL = Duration.ofMillis(1);
    private static final Duration SLOW_AFTER = Duration.ofSeconds(3);
    private static final Duration LOST_AFTER = Duration.ofSeconds(6);

    private final Ends ends;
    private final List<Runnable> underWay = new ArrayList<>();
    private boolean broken;
    private boolean slow;

    private Line(Ends ends) {
      this.ends = ends;
    }

    /** Sends, in either direction; what is sent over a broken line is lost. */
    void send(Runnable message) {
      if (stalled) {
        underWay.add(message);
      } else {
        clock.after(TRAVEL, () -> arrive(message));
      }
    }

    private void arrive(Runnable message) {
      if (stalled) {
        underWay.add(message);
      } else if (!broken) {
        message.run();
      }
    }

    private void stalled() {
      clock.after(SLOW_AFTER, () -> late(() -> slow = true, ends::slow));
      clock.after(LOST_AFTER, () -> late(() -> {}, this::lost));
    }

    private void late(Runnable mark, Runnable tell) {
      if (stalled && !broken) {
        mark.run();
        tell.run();
      }
    }

    private void resumed() {
      List<Runnable> late = List.copyOf(underWay);
      underWay.clear();
      late.forEach(this::send);
      if (slow && !broken) {
        slow = false;
        ends.quickAgain();
      }
    }

    void close() {
      broken = true;
      lines.remove(this);
    }

    private void lost() {
      if (!broken) {
        close();
        ends.lost();
      }
    }
  }

  /** The engine's end of a line. */
  interface Ends {
    void made(Line line);

    void slow();

    void quickAgain();

    void lost();

    void report(Consumer<PhoneListener> fact);

    /** Nobody wants the line any more. */
    boolean closed();
  }

  /** Makes a connection, and tries until it stands or nobody wants it any more. */
  void connect(Ends ends) {
    clock.after(
        cut || stalled ? RETRY : Line.TRAVEL,
        () -> {
          if (ends.closed()) {
            return;
          }
          if (cut || stalled) {
            connect(ends);
            return;
          }
          Line line = new Line(ends);
          lines.add(line);
          ends.made(line);
        });
  }

  void report(Consumer<PhoneListener> fact) {
    for (Line line : List.copyOf(lines)) {
      line.send(() -> line.ends.report(fact));
    }
  }
}
