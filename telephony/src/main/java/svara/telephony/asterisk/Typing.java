package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** The keys that a caller presses in answer to a question. */
final class Typing {
  private final String keys;
  private final String end;
  private final int most;
  private final StringBuilder typed = new StringBuilder();
  private final Promise<String> ended = Promise.promise();
  private Runnable onKey = () -> {};

  /**
   * @param keys that mean something
   * @param end the key that ends it; empty: none does
   * @param most so many keys end it too
   */
  Typing(String keys, String end, int most) {
    this.keys = keys;
    this.end = end;
    this.most = most;
  }

  void key(char key) {
    if (ended.future().isComplete()) {
      return;
    }
    if (end.indexOf(key) >= 0) {
      ended.complete(typed.toString());
    } else if (keys.indexOf(key) >= 0) {
      typed.append(key);
      if (typed.length() >= most) {
        ended.complete(typed.toString());
      }
      onKey.run();
    }
  }

  void onKey(Runnable next) {
    onKey = next;
  }

  /** Something has been pressed: the rest of the question need not be heard. */
  boolean begun() {
    return !typed.isEmpty() || ended.future().isComplete();
  }

  String typed() {
    return typed.toString();
  }

  void silent() {
    ended.tryComplete(typed.toString());
  }

  void fail(Throwable why) {
    ended.tryFail(why);
  }

  /** What was typed, when it is ended by a key, by length or by silence. */
  Future<String> ended() {
    return ended.future();
  }
}
