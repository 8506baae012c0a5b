package svara.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Queue;

/** One reader of news. What he has not read yet is held, but never much of it. */
final class NewsReader {
  private static final int UNREAD_BEATS_MAX = 5;
  private static final int WRITE_QUEUE_BYTES = 64 * 1024;

  private final HttpServerResponse response;
  private final int behindMax;
  private final Queue<Buffer> behind = new ArrayDeque<>();
  private int unreadBeats;

  NewsReader(HttpServerResponse response, int behindMax) {
    this.response = response;
    this.behindMax = behindMax;
    response.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    response.drainHandler(v -> catchUp());
  }

  /** Whether he keeps up; one who does not is to be cut off, and may come back. */
  boolean send(Buffer news) {
    if (behind.isEmpty() && !response.writeQueueFull()) {
      write(news);
      return true;
    }
    return behind.size() < behindMax && behind.add(news);
  }

  /** A sign of life, which nobody needs to have missed. */
  boolean beat(Buffer heartbeat) {
    if (behind.isEmpty() && !response.writeQueueFull()) {
      unreadBeats = 0;
      write(heartbeat);
      return true;
    }
    return ++unreadBeats <= UNREAD_BEATS_MAX;
  }

  void cutOff() {
    behind.clear();
    response.reset();
  }

  void end() {
    behind.clear();
    response.end();
  }

  private void catchUp() {
    Buffer next = behind.poll();
    while (next != null) {
      write(next);
      next = response.writeQueueFull() ? null : behind.poll();
    }
  }

  private void write(Buffer news) {
    // A failed write means a gone reader, whose closing is heard of by itself
    response.write(news).onFailure(gone -> behind.clear());
  }
}
