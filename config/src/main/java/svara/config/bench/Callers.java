package svara.config.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Callers' phones that time their calls by the microsecond. SIPp's own clock goes by ticks of the
 * kernel, 4 ms at 250 Hz (CLOCK_MONOTONIC_COARSE, seen in its -trace_rtt): as much as is to be
 * measured here. One thread, one socket, no sound.
 */
final class Callers implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int MESSAGE_BYTES = 65_536;
  private static final long NANOS_PER_MILLI = 1_000_000;
  // RFC 3261, 17.1.1.2: T1, and 64 times T1 until a request is given up
  private static final long RESEND_NANOS = 500 * NANOS_PER_MILLI;
  private static final long PATIENCE_NANOS = 64 * RESEND_NANOS;

  private enum Todo {
    INVITE_AGAIN,
    HANG_UP,
    GIVE_UP
  }

  private record Due(long nanos, Call call, Todo todo) {}

  /** One call's life; times by {@link System#nanoTime}. */
  private static final class Call {
    private final String id;
    private final String invite;
    private final long sent;
    private boolean heard;
    private @Nullable SipMessage answer;

    private Call(String id, String invite, long sent) {
      this.id = id;
      this.invite = invite;
      this.sent = sent;
    }
  }

  private final DatagramChannel socket;
  private final Selector selector;
  private final InetSocketAddress exchange;
  private final SipCaller phone;
  private final ByteBuffer received = ByteBuffer.allocate(MESSAGE_BYTES);
  private final Map<String, Call> calls = new HashMap<>();
  private final PriorityQueue<Due> dues =
      new PriorityQueue<>((a, b) -> Long.compare(a.nanos - b.nanos, 0));
  private int serial;

  // of the load that is being carried
  private long[] times = new long[0];
  private int answered;
  private int ended;
  private int failed;
  private long lastAnswer;

  Callers(int port, int exchangePort) throws IOException {
    this.exchange = new InetSocketAddress(LOOPBACK, exchangePort);
    this.phone = new SipCaller(port, exchangePort);
    this.selector = Selector.open();
    this.socket = DatagramChannel.open();
    socket.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    socket.bind(new InetSocketAddress(LOOPBACK, port)).configureBlocking(false);
    socket.register(selector, SelectionKey.OP_READ);
  }

  /** Makes the calls and waits until every one of them has ended or is given up. */
  CallResults call(Load load) throws IOException {
    times = new long[load.calls()];
    answered = 0;
    ended = 0;
    failed = 0;
    long pace = 1_000_000_000L / load.callsPerSecond();
    long begin = System.nanoTime();
    lastAnswer = begin;
    int begun = 0;
    while (begun < load.calls() || !calls.isEmpty()) {
      long now = System.nanoTime();
      while (begun < load.calls() && now - begin >= begun * pace) {
        invite(load.number());
        begun++;
      }
      doWhatIsDue(load, now);
      long next = begun < load.calls() ? begin + begun * pace : now + RESEND_NANOS;
      await(dues.isEmpty() ? next : Math.min(next, dues.peek().nanos));
      receive(load);
    }
    dues.clear();
    return new CallResults(
        load.calls(),
        ended,
        failed,
        Latencies.of(Arrays.copyOf(times, answered)),
        Duration.ofNanos(lastAnswer - begin));
  }

  private void invite(String number) throws IOException {
    serial++;
    String id = phone.callId(serial);
    Call call = new Call(id, phone.invite(id, number, serial), System.nanoTime());
    calls.put(id, call);
    dues.add(new Due(call.sent + RESEND_NANOS, call, Todo.INVITE_AGAIN));
    dues.add(new Due(call.sent + PATIENCE_NANOS, call, Todo.GIVE_UP));
    send(call.invite);
  }

  private void doWhatIsDue(Load load, long now) throws IOException {
    while (!dues.isEmpty() && dues.peek().nanos - now <= 0) {
      Due due = dues.poll();
      Call call = due.call;
      if (calls.get(call.id) != call) {
        continue;
      }
      switch (due.todo) {
        case INVITE_AGAIN -> {
          if (!call.heard) {
            send(call.invite);
            dues.add(new Due(now + RESEND_NANOS, call, Todo.INVITE_AGAIN));
          }
        }
        case HANG_UP -> {
          if (call.answer != null) {
            send(phone.bye(call.answer, load.number()));
            dues.add(new Due(now + RESEND_NANOS, call, Todo.HANG_UP));
          }
        }
        case GIVE_UP -> {
          failed++;
          calls.remove(call.id);
        }
      }
    }
  }

  /** In whole milliseconds: a call that begins a millisecond late is timed from when it began. */
  private void await(long nanos) throws IOException {
    long millis = Math.ceilDiv(nanos - System.nanoTime(), NANOS_PER_MILLI);
    if (millis > 0) {
      selector.select(millis);
    } else {
      selector.selectNow();
    }
    selector.selectedKeys().clear();
  }

  private void receive(Load load) throws IOException {
    while (socket.receive(received.clear()) != null) {
      long now = System.nanoTime();
      SipMessage message =
          SipMessage.parse(StandardCharsets.ISO_8859_1.decode(received.flip()).toString());
      Call call = calls.get(message.header("Call-ID").orElse(""));
      if (message.status() == 0) {
        requested(call, message);
      } else if (message.method().equals("INVITE")) {
        answered(call, message, now, load);
      } else if (call != null && message.method().equals("BYE")) {
        end(call);
      }
    }
  }

  private void requested(@Nullable Call call, SipMessage request) throws IOException {
    if (!request.method().equals("ACK")) {
      send(phone.ok(request));
    }
    if (call != null && request.method().equals("BYE")) {
      end(call);
    }
  }

  private void answered(@Nullable Call call, SipMessage answer, long now, Load load)
      throws IOException {
    if (answer.status() >= 200) {
      send(phone.ack(answer, load.number())); // also when it is repeated, or the call is over
    }
    if (call == null || call.answer != null) {
      return;
    }
    call.heard = true;
    if (answer.status() >= 300) {
      failed++;
      calls.remove(call.id);
    } else if (answer.status() >= 200) {
      call.answer = answer;
      times[answered++] = now - call.sent;
      lastAnswer = now;
      if (load.hangUpAfter() != null) {
        dues.add(new Due(now + load.hangUpAfter().toNanos(), call, Todo.HANG_UP));
      }
    }
  }

  private void end(Call call) {
    ended++;
    calls.remove(call.id);
  }

  private void send(String message) throws IOException {
    socket.send(ByteBuffer.wrap(message.getBytes(StandardCharsets.ISO_8859_1)), exchange);
  }

  @Override
  public void close() throws IOException {
    selector.close();
    socket.close();
  }
}
