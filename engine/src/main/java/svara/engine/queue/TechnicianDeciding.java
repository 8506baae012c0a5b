package svara.engine.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Technician.Duty;
import svara.engine.queue.Technician.Work;

/** What happens to technicians: duty, phones, wrap-up, who is there at all. */
final class TechnicianDeciding {
  /** Nobody writes longer than this from the moment he asks for it; who needs more asks again. */
  static final Duration WRAP_UP_MAX = Duration.ofHours(1);

  private final Draft draft;

  TechnicianDeciding(Draft draft) {
    this.draft = draft;
  }

  void release(QueueCommand.ReleaseTechnician c) {
    Optional<Technician> technician = draft.state().technician(c.technician());
    if (technician.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (!technician.get().work().equals(new Work.Talking(c.call()))) {
      draft.refuse(Refusal.STALE);
    } else {
      Instant until =
          draft.policy().wrapUp().isZero() ? null : draft.at().plus(draft.policy().wrapUp());
      draft.happen(new QueueEvent.TechnicianReleased(draft.at(), c.technician(), c.call(), until));
    }
  }

  void changeDuty(QueueCommand.ChangeDuty c) {
    Optional<Technician> technician = draft.state().technician(c.technician());
    if (technician.isEmpty() || technician.get().leaving()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (technician.get().duty() == c.duty()
        && technician.get().reason().equals(c.reason())) {
      draft.refuse(Refusal.STALE);
    } else {
      draft.happen(
          new QueueEvent.DutyChanged(draft.at(), c.technician(), c.duty(), c.reason(), c.by()));
    }
  }

  void notePhone(QueueCommand.NotePhone c) {
    Optional<Technician> technician = draft.state().technician(c.technician());
    if (technician.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (technician.get().phone() == c.state()) {
      draft.refuse(Refusal.STALE);
    } else {
      draft.happen(new QueueEvent.PhoneChanged(draft.at(), c.technician(), c.state()));
    }
  }

  void enrol(QueueCommand.EnrolTechnicians c) {
    for (TechnicianId id : c.technicians()) {
      Optional<Technician> there = draft.state().technician(id);
      if (there.isEmpty()) {
        draft.happen(new QueueEvent.TechnicianEnrolled(draft.at(), id));
      } else if (there.get().leaving()) {
        draft.happen(new QueueEvent.DutyChanged(draft.at(), id, Duty.ON, "", "settings"));
      }
    }
    for (Technician technician : draft.state().technicians()) {
      if (!c.technicians().contains(technician.id()) && !technician.leaving()) {
        draft.happen(
            new QueueEvent.DutyChanged(
                draft.at(), technician.id(), Duty.OFF, Technician.LEFT, "settings"));
      }
    }
  }

  /** Those whom the settings name no longer go as soon as they have no call. */
  void sayFarewell() {
    for (Technician technician : draft.state().technicians()) {
      if (technician.leaving() && technician.idle()) {
        draft.happen(new QueueEvent.TechnicianLeft(draft.at(), technician.id()));
      }
    }
  }

  void endWrapUp(QueueCommand.EndWrapUp c) {
    Optional<Technician> technician = draft.state().technician(c.technician());
    if (technician.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (technician.get().work() instanceof Work.WrapUp) {
      draft.happen(new QueueEvent.WrapUpEnded(draft.at(), c.technician()));
    } else {
      draft.refuse(Refusal.STALE);
    }
  }

  void extendWrapUp(QueueCommand.ExtendWrapUp c) {
    Optional<Technician> technician = draft.state().technician(c.technician());
    if (technician.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
      return;
    }
    Instant latest = draft.at().plus(WRAP_UP_MAX);
    Instant until = c.until().isAfter(latest) ? latest : c.until();
    if (technician.get().work() instanceof Work.WrapUp(Instant before) && until.isAfter(before)) {
      draft.happen(new QueueEvent.WrapUpExtended(draft.at(), c.technician(), until));
    } else {
      draft.refuse(Refusal.STALE);
    }
  }

  void endWrapUps() {
    for (Technician technician : draft.state().technicians()) {
      if (technician.work() instanceof Work.WrapUp(Instant until) && !until.isAfter(draft.at())) {
        draft.happen(new QueueEvent.WrapUpEnded(draft.at(), technician.id()));
      }
    }
  }
}
