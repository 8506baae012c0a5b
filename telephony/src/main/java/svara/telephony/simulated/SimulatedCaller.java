package svara.telephony.simulated;

import java.util.List;
import java.util.function.Consumer;
import svara.engine.id.CallId;
import svara.engine.port.Prompt;

/** A caller and his phone. */
public final class SimulatedCaller {
  private final Channel channel;

  SimulatedCaller(Channel channel) {
    this.channel = channel;
  }

  public CallId call() {
    return channel.id();
  }

  /** Presses a key: one of {@code 0-9*#}. */
  public void press(char key) {
    channel.key(key);
  }

  public void hangUp() {
    channel.end(false);
  }

  /** His line fails. */
  public void fail() {
    channel.end(true);
  }

  public boolean answered() {
    return channel.answered();
  }

  /** The call has ended, whoever ended it. */
  public boolean over() {
    return channel.place() instanceof Place.Gone;
  }

  /** The exchange refused the call as busy. */
  public boolean refusedAsBusy() {
    return channel.refusedAsBusy();
  }

  /** He has talked with somebody. */
  public boolean talked() {
    return channel.talked();
  }

  /** He does something whenever a prompt begins. */
  public void onPrompt(Consumer<Prompt> listener) {
    channel.listener(listener);
  }

  public Sound hears() {
    return channel.hears();
  }

  /** The exchange's own sounds that he heard, each in the place of {@link Prompt#OUTAGE}. */
  public List<String> recordings() {
    return channel.recordings();
  }

  /** The prompts that began to be said to him, in order. */
  public List<Prompt> heard() {
    return channel.heard();
  }
}
