package svara.engine.whatif;

import java.time.Instant;
import java.util.OptionalDouble;
import svara.engine.id.QueueId;
import svara.engine.queue.QueueEvent;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.Figures;
import svara.engine.statistics.TechnicianTime;

/** What became of the calls of a recording or of a replay: both are counted by this. */
public final class Outcomes {
  private final FigureFold fold = new FigureFold();
  private final TechnicianTime time = new TechnicianTime();
  private long promised;
  private long kept;
  private long keptInTime;
  private long takenBack;

  void add(QueueId queue, QueueEvent event) {
    time.add(event);
    switch (event) {
      case QueueEvent.CallOffered _ -> fold.offered();
      case QueueEvent.CallEnded e -> fold.ended(CallMoments.of(queue, e));
      case QueueEvent.CallbackPromised e ->
          promised += e.callback().caller().call().equals(e.call()) ? 1 : 0;
      case QueueEvent.CallbackAgreed _ -> promised++;
      case QueueEvent.CallbackKept e -> {
        kept++;
        keptInTime += e.inTime() ? 1 : 0;
      }
      case QueueEvent.CallbackFinished _ -> kept++;
      case QueueEvent.CallbackWithdrawn _ -> takenBack++;
      // nothing else is an end
      default -> {}
    }
  }

  TechnicianTime time() {
    return time;
  }

  void endAt(Instant at) {
    time.passTo(at);
  }

  public Figures figures() {
    return fold.figures();
  }

  public long promised() {
    return promised;
  }

  public long promisesKept() {
    return kept;
  }

  /** Called back before the promised time / promised, less what was taken back or overtaken. */
  public OptionalDouble promisesKeptInTimeRate() {
    long due = promised - takenBack;
    return due <= 0 ? OptionalDouble.empty() : OptionalDouble.of((double) keptInTime / due);
  }

  public OptionalDouble occupancy() {
    return time.occupancy();
  }
}
