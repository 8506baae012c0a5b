package svara.engine.whatif;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.RingResult;
import svara.engine.whatif.Recording.Order;

/** Those who are called back, and the technicians who do it. */
final class CalledBack {
  private static final Act AT_ONCE = Act.drawn(1_000_000);

  private final Recording recording;
  private final Replay replay;
  private final RandomGenerator random;

  CalledBack(Recording recording, Replay replay, RandomGenerator random) {
    this.recording = recording;
    this.replay = replay;
    this.random = random;
  }

  void react(QueueEvent event) {
    if (event instanceof QueueEvent.CallbackRung e) {
      rung(e);
    }
  }

  private void rung(QueueEvent.CallbackRung e) {
    OrderScript known = recording.orders.get(new Order(e.callback(), e.order()));
    boolean recorded = known != null && known.complete();
    OrderScript does = recorded ? known : drawn();
    if (does == null) {
      // nobody was ever called back: it is not known that anybody would be reached
      replay.plan(
          AT_ONCE,
          () ->
              replay.decide(
                  new QueueCommand.EndOffer(
                      Recorder.REPLAYED,
                      replay.at(AT_ONCE),
                      e.callback(),
                      e.order(),
                      e.technician(),
                      RingResult.FAILED)));
      return;
    }
    plan(e, does, recorded);
  }

  private @Nullable OrderScript drawn() {
    List<OrderScript> orders = recording.pools.orders;
    return orders.isEmpty() ? null : orders.get(random.nextInt(orders.size()));
  }

  private void plan(QueueEvent.CallbackRung e, OrderScript does, boolean recorded) {
    Act notTaken = act(does.notTaken, recorded);
    RingResult why = does.why;
    if (notTaken != null && why != null) {
      replay.plan(
          notTaken,
          () ->
              replay.decide(
                  new QueueCommand.EndOffer(
                      Recorder.REPLAYED,
                      replay.at(notTaken),
                      e.callback(),
                      e.order(),
                      e.technician(),
                      why)));
      return;
    }
    Act dialled = act(does.dialled, recorded);
    if (dialled != null) {
      replay.plan(
          dialled,
          () ->
              replay.decide(
                  new QueueCommand.NoteDialled(
                      Recorder.REPLAYED,
                      replay.at(dialled),
                      e.callback(),
                      e.order(),
                      e.technician())));
    }
    Act joined = act(does.joined, recorded);
    if (joined != null) {
      replay.plan(
          joined,
          () ->
              replay.decide(
                  new QueueCommand.NoteJoined(
                      Recorder.REPLAYED,
                      replay.at(joined),
                      e.callback(),
                      e.order(),
                      e.technician())));
    }
    Act ended = act(does.ended, recorded);
    AttemptResult result = does.result;
    if (ended != null && result != null) {
      replay.plan(ended, () -> end(e, does, ended, result, recorded));
    }
  }

  private void end(
      QueueEvent.CallbackRung e,
      OrderScript does,
      Act ended,
      AttemptResult result,
      boolean recorded) {
    replay.decide(
        new QueueCommand.EndAttempt(
            Recorder.REPLAYED, replay.at(ended), e.callback(), e.order(), result, does.wish, null));
    Act wrapUpEnds = act(does.wrapUpEnds, recorded);
    if (wrapUpEnds != null) {
      long fromNow = wrapUpEnds.after() - ended.after();
      Act ends = new Act(fromNow, wrapUpEnds.position(), wrapUpEnds.late());
      replay.plan(
          ends,
          () ->
              replay.decide(
                  new QueueCommand.EndWrapUp(Recorder.REPLAYED, replay.at(ends), e.technician())));
    }
  }

  private static @Nullable Act act(@Nullable Act act, boolean recorded) {
    return act == null || recorded ? act : Act.drawn(act.after());
  }
}
