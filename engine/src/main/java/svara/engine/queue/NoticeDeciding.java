package svara.engine.queue;

import java.time.Instant;
import java.util.Objects;

/** What people switch on for all callers, and how it ends. */
final class NoticeDeciding {
  private static final String SYSTEM = "system";

  private final Draft draft;

  NoticeDeciding(Draft draft) {
    this.draft = draft;
  }

  void closeNow(QueueCommand.CloseNow c) {
    Instant until = c.until();
    Notices.ClosedNow now = draft.state().notices().closedNow();
    boolean same = c.closed() ? now != null && Objects.equals(now.until(), until) : now == null;
    if (same || (c.closed() && until != null && !until.isAfter(draft.at()))) {
      draft.refuse(Refusal.STALE);
    } else {
      draft.happen(
          new QueueEvent.ClosedNowSwitched(
              draft.at(), c.closed(), c.closed() ? until : null, c.by(), c.reason()));
    }
  }

  /** Closed until a time is open again at that time. */
  void openWhenTime() {
    Notices.ClosedNow now = draft.state().notices().closedNow();
    Instant until = now == null ? null : now.until();
    if (until != null && !until.isAfter(draft.at())) {
      draft.happen(new QueueEvent.ClosedNowSwitched(draft.at(), false, null, SYSTEM, ""));
    }
  }

  void switchOutage(QueueCommand.SwitchOutage c) {
    Notices.Outage now = draft.state().notices().outage();
    boolean same = c.on() ? now != null && !another(c, now) : now == null;
    if (same) {
      draft.refuse(Refusal.STALE);
    } else {
      draft.happen(
          new QueueEvent.OutageSwitched(
              draft.at(), c.on(), c.by(), c.reason(), c.on() ? c.recording() : null));
    }
  }

  /** While it is on, a recording takes the place of what was heard before. */
  private static boolean another(QueueCommand.SwitchOutage c, Notices.Outage now) {
    return c.recording() != null && !c.recording().equals(now.recording());
  }
}
