package svara.telephony.asterisk;

import io.vertx.core.Vertx;

/**
 * Renews the dead-man's timeout of parked callers, who fall to the exchange's own queue when it is
 * not renewed. A renewal that arrives after the caller was moved would cut him off while he talks;
 * so an idle one is renewed by an AGI command, which can only ever run while he is parked, and one
 * who is being talked to by an action on the same connection that moves go by, hence before them.
 * After a freeze of this process nothing is renewed before all that happened meanwhile was heard.
 */
final class DeadMan {
  private final Vertx vertx;
  private final AmiConnection ami;
  private final CallBook book;
  private final QueueOwnership owned;
  private final ParkedTimes times;
  private long timer = -1;

  DeadMan(Vertx vertx, AmiConnection ami, CallBook book, QueueOwnership owned, ParkedTimes times) {
    this.vertx = vertx;
    this.ami = ami;
    this.book = book;
    this.owned = owned;
    this.times = times;
  }

  void start() {
    timer = vertx.setPeriodic(times.deadManRenew().toMillis(), id -> renewAll());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private void renewAll() {
    if (!ami.fresh()) {
      return;
    }
    for (Call call : book.all()) {
      AgiSession stay = call.session;
      if (stay == null || call.moving() || call.ring != null || !owned.keeps(call.queue)) {
        continue;
      }
      if (stay.busy()) {
        ami.send(
            AmiAction.of("AbsoluteTimeout")
                .with("Channel", call.id.value())
                .with("Timeout", times.deadMan().toSeconds()));
      } else {
        stay.exec("SET VARIABLE TIMEOUT(absolute) " + times.deadMan().toSeconds());
      }
    }
  }
}
