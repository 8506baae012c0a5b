package svara.config.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.QueueService.Submitted;
import svara.engine.port.StoreException;
import svara.engine.postgres.JournalCodec;
import svara.engine.queue.QueueCommand;
import svara.engine.runtime.Peers;
import svara.engine.runtime.QueueSetup;

/**
 * The other nodes over the event bus: the owner of a queue listens on the queue's address. Who
 * listens is only a hint of who owns: the owner's write carries the epoch of his lease, and the
 * database refuses a former owner's. Every message may be lost or come twice: the command's id
 * makes the second harmless.
 */
public final class EventBusPeers implements Peers {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Members members;
  private final Map<QueueId, QueueSetup> setups = new HashMap<>();
  private final Map<QueueId, List<MessageConsumer<?>>> served = new HashMap<>();
  private final AtomicReference<@Nullable QueueService> local = new AtomicReference<>();

  public EventBusPeers(Vertx vertx, Members members, List<QueueSetup> queues) {
    this.vertx = vertx;
    this.members = members;
    queues.forEach(queue -> setups.put(queue.queue(), queue));
  }

  /** From now on what others ask of this node's queues is answered by its engine. */
  public void answerWith(QueueService engine) {
    local.set(engine);
  }

  @Override
  public Set<String> members() {
    return members.names();
  }

  @Override
  public void whenMembersChange(Runnable task) {
    Context context = vertx.getOrCreateContext();
    members.whenChanged(() -> context.runOnContext(_ -> task.run()));
  }

  @Override
  public void named(List<QueueSetup> queues) {
    queues.forEach(queue -> setups.put(queue.queue(), queue));
  }

  @Override
  public Future<Submitted> submit(QueueId queue, QueueCommand command) {
    return ask(Address.COMMANDS.of(queue), JournalCodec.write(command))
        .map(message -> Wire.submitted(message.body()));
  }

  @Override
  public Future<Optional<QueueView>> view(QueueId queue) {
    QueueSetup setup = setups.get(queue);
    if (setup == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return ask(Address.VIEWS.of(queue), "")
        .map(message -> Optional.of(Wire.view(message.body(), setup)))
        .otherwise(Optional.empty());
  }

  private Future<Message<JsonObject>> ask(String address, String body) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(ANSWER_MAX.toMillis());
    return vertx
        .eventBus()
        .<JsonObject>request(address, body, options)
        .recover(cause -> Future.failedFuture(told(cause)));
  }

  private static StoreException told(Throwable cause) {
    if (cause instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
      return new StoreException(Wire.kind(reply.failureCode()), String.valueOf(reply.getMessage()));
    }
    return new StoreException(
        StoreException.Kind.UNAVAILABLE,
        "the queue's owner does not answer: " + cause.getMessage());
  }

  /** Called on the engine's context, where the queue's requests are then taken as well. */
  @Override
  public void serves(QueueId queue, boolean owned) {
    List<MessageConsumer<?>> before = served.remove(queue);
    if (before != null) {
      before.forEach(MessageConsumer::unregister);
    }
    if (owned) {
      served.put(
          queue,
          List.of(
              vertx
                  .eventBus()
                  .<String>consumer(Address.COMMANDS.of(queue), message -> command(queue, message)),
              vertx
                  .eventBus()
                  .<String>consumer(Address.VIEWS.of(queue), message -> view(queue, message))));
    }
  }

  private void command(QueueId queue, Message<String> message) {
    QueueService engine = answering(queue, message);
    if (engine != null) {
      engine
          .submit(queue, JournalCodec.command(message.body()))
          .onSuccess(submitted -> message.reply(Wire.json(submitted)))
          .onFailure(cause -> fail(message, cause));
    }
  }

  private void view(QueueId queue, Message<String> message) {
    QueueService engine = answering(queue, message);
    if (engine != null) {
      engine
          .view(queue)
          .onSuccess(view ->
              view.ifPresentOrElse(
                  known -> message.reply(Wire.json(known)), () -> fail(message, notHere())))
          .onFailure(cause -> fail(message, cause));
    }
  }

  /** The engine, when it owns the queue still: a late message must not go round the cluster. */
  private @Nullable QueueService answering(QueueId queue, Message<?> message) {
    QueueService engine = local.get();
    if (engine == null || !served.containsKey(queue)) {
      fail(message, notHere());
      return null;
    }
    return engine;
  }

  private static StoreException notHere() {
    return new StoreException(StoreException.Kind.UNAVAILABLE, "the queue is not served here");
  }

  private static void fail(Message<?> message, Throwable cause) {
    message.fail(Wire.code(cause), String.valueOf(cause.getMessage()));
  }

  /** Every address of the cluster's event bus. */
  private enum Address {
    COMMANDS,
    VIEWS;

    String of(QueueId queue) {
      return "svara.queue." + queue + "." + name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
