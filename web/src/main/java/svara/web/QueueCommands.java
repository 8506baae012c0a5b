package svara.web;

import io.vertx.core.Future;
import java.util.Optional;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.QueueService.Submitted;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.Refusal;

/** Gives a queue commands; a refusal becomes a problem. */
final class QueueCommands {
  private static final Optional<Refusal> ALREADY = Optional.of(Refusal.STALE);

  private final QueueService queues;

  QueueCommands(QueueService queues) {
    this.queues = queues;
  }

  Future<Reply> give(QueueView view, QueueCommand command) {
    return queues.submit(view.queue(), command).map(QueueCommands::reply);
  }

  /** What is so already is no refusal: a switch that is set twice is set. */
  Future<Reply> set(QueueView view, QueueCommand command) {
    return queues
        .submit(view.queue(), command)
        .map(done -> done.refusal().equals(ALREADY) ? Reply.nothing() : reply(done));
  }

  private static Reply reply(Submitted submitted) {
    submitted
        .refusal()
        .ifPresent(refusal -> {
          throw Refusals.problem(refusal).exception();
        });
    return Reply.nothing();
  }
}
