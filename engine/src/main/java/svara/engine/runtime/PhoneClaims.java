package svara.engine.runtime;

import java.util.HashMap;
import java.util.Map;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;

/**
 * Which queue rings a technician's phone, where he stands in several: two that find him free at the
 * same moment must not both ring him. Who claims first has him for as long as he does something for
 * that queue; nothing is ever given back by hand, so nothing can be forgotten.
 */
final class PhoneClaims {
  private final Map<QueueId, OwnedQueue> owned;
  private final Map<TechnicianId, QueueId> last = new HashMap<>();

  PhoneClaims(Map<QueueId, OwnedQueue> owned) {
    this.owned = owned;
  }

  /** Whether the queue may ring him. */
  boolean claim(TechnicianId technician, QueueId queue) {
    QueueId holder = last.get(technician);
    if (holder != null && !holder.equals(queue) && worksFor(technician, holder)) {
      return false;
    }
    last.put(technician, queue);
    return true;
  }

  private boolean worksFor(TechnicianId technician, QueueId queue) {
    OwnedQueue holder = owned.get(queue);
    return holder != null
        && holder.owner().state().technician(technician).filter(t -> !t.idle()).isPresent();
  }
}
