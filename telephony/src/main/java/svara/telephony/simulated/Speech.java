package svara.telephony.simulated;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.port.Prompt;

/** Prompts that are said to a caller one after the other. */
final class Speech {
  private final Channel channel;
  private final Iterator<Prompt> prompts;
  private final Runnable after;
  private SimulatedClock.@Nullable Timer next;

  Speech(Channel channel, List<Prompt> prompts, Runnable after) {
    this.channel = channel;
    this.prompts = prompts.iterator();
    this.after = after;
  }

  void start() {
    channel.answer();
    say();
  }

  void stop() {
    if (next != null) {
      next.cancel();
    }
  }

  private void say() {
    if (!prompts.hasNext()) {
      after.run();
      return;
    }
    Prompt prompt = prompts.next();
    channel.say(prompt);
    SimulatedExchange exchange = channel.exchange();
    next = exchange.clock().after(exchange.lengthOf(prompt), this::say);
  }
}
