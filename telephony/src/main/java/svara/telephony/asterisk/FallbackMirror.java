package svara.telephony.asterisk;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.QueueMemberEvent;
import org.asteriskjava.manager.event.QueueStatusCompleteEvent;
import svara.engine.calendar.Closed;
import svara.engine.port.FallbackQueue;
import svara.engine.port.TechnicianPhone;

/**
 * Makes the exchange's own queue what the engine knows: places by globals, duty and pauses by the
 * members of {@code Queue()}, which outlive a restart of the exchange. Compared with what the
 * exchange has, so that a lost answer does no harm.
 */
final class FallbackMirror {
  private final AmiConnection ami;
  private final ExchangeClock clock;

  FallbackMirror(AmiConnection ami, ExchangeClock clock) {
    this.ami = ami;
    this.clock = clock;
  }

  Future<Void> mirror(FallbackQueue queue) {
    String name = "svara-" + queue.queue();
    Map<String, Boolean> wanted = new LinkedHashMap<>();
    queue.onDuty().forEach(phone -> wanted.put(phone.dial(), false));
    queue.paused().forEach(phone -> wanted.put(phone.dial(), true));
    Map<String, String> names = new HashMap<>();
    for (List<TechnicianPhone> phones : List.of(queue.onDuty(), queue.paused())) {
      phones.forEach(phone -> names.put(phone.dial(), phone.technician().value()));
    }
    return Future.join(
            ami.write("SVARA_TALKING_" + queue.queue(), Integer.toString(queue.talkingMax())),
            ami.write("SVARA_WAITING_" + queue.queue(), Integer.toString(queue.waitingMax())),
            ami.write("SVARA_HOURS_" + queue.queue(), hours(queue.closed())))
        .compose(all ->
            ami.list(
                AmiAction.of("QueueStatus").with("Queue", name), QueueStatusCompleteEvent.class))
        .compose(members -> change(name, paused(members), wanted, names));
  }

  /** {@code <closes>-<opens again>,...} by the exchange's clock. */
  private String hours(List<Closed> closed) {
    return closed.stream()
        .map(time -> clock.there(time.from()) + "-" + clock.there(time.until()))
        .collect(Collectors.joining(","));
  }

  private static Map<String, Boolean> paused(List<ManagerEvent> events) {
    Map<String, Boolean> members = new LinkedHashMap<>();
    for (ManagerEvent event : events) {
      if (event instanceof QueueMemberEvent member && member.getInterface() != null) {
        members.put(member.getInterface(), Boolean.TRUE.equals(member.getPaused()));
      }
    }
    return members;
  }

  /**
   * Members are rung in the order they were added, so what does not stand as it should is added
   * anew at the end: the longest beginning that stands in order already stays.
   */
  private Future<Void> change(
      String queue,
      Map<String, Boolean> known,
      Map<String, Boolean> wanted,
      Map<String, String> names) {
    List<String> staying = staying(known, wanted);
    List<Future<AmiReply>> changes = new ArrayList<>();
    known.keySet().stream()
        .filter(dial -> !staying.contains(dial))
        .forEach(dial -> changes.add(ami.must(member("QueueRemove", queue, dial))));
    wanted.keySet().stream()
        .filter(dial -> !staying.contains(dial))
        .forEach(dial ->
            changes.add(
                ami.must(
                    member("QueueAdd", queue, dial)
                        .with("MemberName", names.getOrDefault(dial, dial))
                        .with("Paused", String.valueOf(wanted.get(dial))))));
    return Future.join(changes).mapEmpty();
  }

  static List<String> staying(Map<String, Boolean> known, Map<String, Boolean> wanted) {
    List<String> staying = new ArrayList<>();
    Iterator<Map.Entry<String, Boolean>> standing = known.entrySet().iterator();
    for (Map.Entry<String, Boolean> next : wanted.entrySet()) {
      boolean found = false;
      while (!found && standing.hasNext()) {
        found = standing.next().equals(next);
      }
      if (!found) {
        break;
      }
      staying.add(next.getKey());
    }
    return staying;
  }

  private static AmiAction member(String action, String queue, String dial) {
    return AmiAction.of(action).with("Queue", queue).with("Interface", dial);
  }
}
