package svara.engine.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import svara.engine.id.CallbackId;

/**
 * What is true of the promises in a whole journal: each is made once and ends once, is in one
 * technician's hands at a time, and no caller is dialled twice by one order.
 */
final class PromiseHistory {
  private final List<String> wrong;
  private final Map<CallbackId, Life> lives = new HashMap<>();

  /** What the journal says of one promise. */
  private static final class Life {
    private final Set<Integer> dialled = new HashSet<>();
    private final Set<Integer> over = new HashSet<>();
    private int order;
    private boolean ended;
  }

  PromiseHistory(List<String> wrong) {
    this.wrong = wrong;
  }

  void begin(Callback promise) {
    // the same promise is confirmed again to a caller who calls again
    lives.putIfAbsent(promise.id(), new Life());
  }

  void goOn(QueueEvent.OfCallback event) {
    if (event instanceof QueueEvent.CallbackAgreed agreed) {
      begin(agreed.promise());
      return;
    }
    Life life = lives.get(event.callback());
    String what = event.getClass().getSimpleName();
    if (life == null) {
      wrong.add("5: %s of %s, which was never promised".formatted(what, event.callback()));
    } else if (life.ended) {
      wrong.add("5: %s of %s, which had ended".formatted(what, event.callback()));
    } else {
      goOn(life, event);
    }
  }

  private void goOn(Life life, QueueEvent.OfCallback event) {
    switch (event) {
      case QueueEvent.CallbackRung e -> {
        if (e.order() != life.order + 1 || (life.order > 0 && !life.over.contains(life.order))) {
          wrong.add("5: %s is offered before the last offer is over".formatted(e.callback()));
        }
        life.order = e.order();
      }
      case QueueEvent.CallbackNotTaken e -> {
        if (life.dialled.contains(e.order())) {
          wrong.add("5: %s was not taken and yet dialled".formatted(e.callback()));
        }
        over(life, e.callback(), e.order());
      }
      case QueueEvent.CallbackDialled e -> {
        if (!life.dialled.add(e.order()) || e.order() != life.order) {
          wrong.add("5: %s is dialled twice by one order".formatted(e.callback()));
        }
        if (e.attempt() != life.dialled.size()) {
          wrong.add("5: attempts of %s are counted wrong".formatted(e.callback()));
        }
      }
      case QueueEvent.AttemptEnded e -> {
        if (!life.dialled.contains(e.order())) {
          wrong.add("5: an attempt of %s ends that nobody began".formatted(e.callback()));
        }
        over(life, e.callback(), e.order());
      }
      case QueueEvent.CallbackKept _,
          QueueEvent.CallbackExpired _,
          QueueEvent.CallbackFinished _,
          QueueEvent.CallbackWithdrawn _ -> {
        life.ended = true;
        if (life.order > 0 && !life.over.contains(life.order)) {
          wrong.add("5: %s ends in somebody's hands".formatted(event.callback()));
        }
      }
      case QueueEvent.CallbackAgreed _,
          QueueEvent.CallbackDue _,
          QueueEvent.CallbackHeld _,
          QueueEvent.CallbackJoined _,
          QueueEvent.CallbackOvertaken _ -> {}
    }
  }

  private void over(Life life, CallbackId callback, int order) {
    if (order != life.order || !life.over.add(order)) {
      wrong.add("5: an order of %s is over twice".formatted(callback));
    }
  }

  void addsUp(QueueState now) {
    Set<CallbackId> open = new HashSet<>();
    lives.forEach((id, life) -> {
      if (!life.ended) {
        open.add(id);
      }
    });
    Set<CallbackId> kept = new HashSet<>();
    now.callbacks().forEach(callback -> kept.add(callback.id()));
    if (!open.equals(kept)) {
      wrong.add("5: open promises are %s, kept are %s".formatted(open, kept));
    }
  }
}
