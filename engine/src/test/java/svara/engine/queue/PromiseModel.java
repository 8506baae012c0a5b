package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;

/** Attempts to keep promises at an exchange that claims each before it dials the caller. */
final class PromiseModel {
  /** Names an attempt. */
  record Name(CallbackId callback, int order) {}

  /**
   * One on its way.
   *
   * @param joinedAt when the two were joined, or null
   */
  record Leg(Name name, TechnicianId technician, boolean dialled, @Nullable Instant joinedAt) {}

  /** How one that was dialled ended. */
  record Over(AttemptResult result, CallerWish wish, @Nullable Instant joinedAt, Instant at) {}

  private final Map<Name, Leg> legs = new LinkedHashMap<>();
  private final Map<Name, Over> over = new LinkedHashMap<>();
  private final Set<Name> claimed = new LinkedHashSet<>();
  private final List<String> harm = new ArrayList<>();

  List<String> harm() {
    return harm;
  }

  /** Every attempt whose caller was dialled. */
  Set<Name> claimed() {
    return claimed;
  }

  boolean busy(TechnicianId technician) {
    return legs.values().stream().anyMatch(leg -> leg.technician().equals(technician));
  }

  Optional<Leg> leg(Name name) {
    return Optional.ofNullable(legs.get(name));
  }

  Optional<Over> over(Name name) {
    return Optional.ofNullable(over.get(name));
  }

  List<Leg> where(Predicate<Leg> which) {
    return legs.values().stream().filter(which).toList();
  }

  boolean known(Name name) {
    return legs.containsKey(name) || claimed.contains(name);
  }

  void ring(Name name, TechnicianId technician) {
    boolean twice =
        legs.values().stream().anyMatch(leg -> leg.name().callback().equals(name.callback()));
    if (twice) {
      harm.add("two technicians are rung for one promise: " + name);
    }
    legs.put(name, new Leg(name, technician, false, null));
  }

  void dial(Leg leg) {
    if (!claimed.add(leg.name())) {
      harm.add("a caller was dialled twice for one attempt: " + leg.name());
    }
    legs.put(leg.name(), new Leg(leg.name(), leg.technician(), true, null));
  }

  void join(Leg leg, Instant at) {
    legs.put(leg.name(), new Leg(leg.name(), leg.technician(), true, at));
  }

  void notTaken(Leg leg) {
    legs.remove(leg.name());
  }

  Over end(Leg leg, AttemptResult result, CallerWish wish, Instant at) {
    legs.remove(leg.name());
    Over end = new Over(result, wish, leg.joinedAt(), at);
    over.put(leg.name(), end);
    return end;
  }
}
