package svara.engine.port;

import java.util.List;
import svara.engine.calendar.Closed;
import svara.engine.id.QueueId;

/**
 * What the exchange's own queue must know to serve callers while the engine is away.
 *
 * @param queue which
 * @param talkingMax callers with technicians at once
 * @param waitingMax callers waiting at once
 * @param onDuty phones of technicians who take calls, in the order they are rung
 * @param paused phones of technicians who are paused
 * @param closed when it is closed, as far ahead as the exchange should manage alone; at most 60
 */
public record FallbackQueue(
    QueueId queue,
    int talkingMax,
    int waitingMax,
    List<TechnicianPhone> onDuty,
    List<TechnicianPhone> paused,
    List<Closed> closed) {
  public FallbackQueue {
    onDuty = List.copyOf(onDuty);
    paused = List.copyOf(paused);
    closed = List.copyOf(closed);
  }
}
