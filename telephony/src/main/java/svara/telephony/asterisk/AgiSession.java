package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.asteriskjava.manager.event.AsyncAgiExecEvent;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;

/**
 * One stay of a caller in {@code AGI(agi:async)}. Commands go one at a time, each under an id of
 * its own, since only {@code AsyncAGIExec} with that id says that it was carried out: the action is
 * answered with Success also when the channel has left, and a command left behind runs at the next
 * stay. So nothing here may do harm when it runs late.
 */
final class AgiSession {
  /** Longer than any prompt; then the exchange has forgotten the command. */
  private static final long EXEC_LIMIT_SECONDS = 60;

  private final AmiConnection ami;
  private final CallId call;
  private final String prefix;
  private final Deque<Command> waiting = new ArrayDeque<>();
  private @Nullable Command running;
  private int commands;
  private boolean ended;

  private record Command(String id, String text, Promise<String> done) {}

  /**
   * @param prefix of the commands' ids: unique among engines, their lives and the call's stays
   */
  AgiSession(AmiConnection ami, CallId call, String prefix) {
    this.ami = ami;
    this.call = call;
    this.prefix = prefix;
  }

  /** Whether a command is being carried out, so that another would wait for its end. */
  boolean busy() {
    return running != null;
  }

  /**
   * Carries a command out after those before it. Fails with {@link Unparked} when the caller leaves
   * before it has ended.
   */
  Future<Void> exec(String text) {
    return ask(text).mapEmpty();
  }

  /** As {@link #exec}, for what the exchange answered: {@code 200 result=1 (value)}. */
  Future<String> ask(String text) {
    if (ended) {
      return Future.failedFuture(new Unparked());
    }
    Command command = new Command(prefix + "." + ++commands, text, Promise.promise());
    waiting.add(command);
    next();
    return command
        .done()
        .future()
        .timeout(EXEC_LIMIT_SECONDS, TimeUnit.SECONDS)
        .recover(AgiSession::limited);
  }

  private static Future<String> limited(Throwable why) {
    return Future.failedFuture(
        why instanceof TimeoutException
            ? new PhoneSystemException(Kind.TIMEOUT, "a command for a parked caller did not end")
            : why);
  }

  private void next() {
    if (running != null || waiting.isEmpty()) {
      return;
    }
    Command command = waiting.remove();
    running = command;
    ami.send(
            AmiAction.of("AGI")
                .with("Channel", call.value())
                .with("Command", command.text())
                .with("CommandID", command.id()))
        .onFailure(why -> failed(command, why))
        .onSuccess(reply -> {
          if (!reply.taken()) {
            failed(command, new Unparked());
          }
        });
  }

  private void failed(Command command, Throwable why) {
    command.done().tryFail(why);
    ended(command.id());
  }

  static String answer(AsyncAgiExecEvent event) {
    return event.getResult() == null ? "" : String.join(" ", event.decodeResult());
  }

  /** {@code AsyncAGIExec}: a command has ended, whether of ours or not. */
  void executed(String id, String answer) {
    Command command = running;
    if (command != null && command.id().equals(id)) {
      command.done().tryComplete(answer);
      ended(id);
    }
  }

  private void ended(String id) {
    if (running != null && running.id().equals(id)) {
      running = null;
      next();
    }
  }

  /**
   * {@code AsyncAGIEnd}, or the connection is gone: whatever was under way will not be heard of.
   */
  void end(Throwable why) {
    ended = true;
    Command command = running;
    running = null;
    if (command != null) {
      command.done().tryFail(why);
    }
    while (!waiting.isEmpty()) {
      waiting.remove().done().tryFail(why);
    }
  }
}
