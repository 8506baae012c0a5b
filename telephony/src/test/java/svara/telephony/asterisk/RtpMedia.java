package svara.telephony.asterisk;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The sound of one call: 20 ms of G.711 u-law each way (RFC 3551), keys as named events (RFC 4733).
 * What is heard is kept, since tests ask what the caller heard and when.
 */
public final class RtpMedia implements AutoCloseable {
  private static final int FRAME = 160;
  private static final int EVENT_TYPE = 101;
  private static final byte SILENCE = (byte) 0xff;

  /** Louder than this is sound; prompts and music are well above, comfort noise below. */
  private static final double SOUND_RMS = 200;

  private static final long NEVER = Long.MIN_VALUE;

  private final DatagramSocket socket;
  private final ScheduledFuture<?> sending;
  private final List<Frame> heard = new ArrayList<>();
  private final ConcurrentLinkedQueue<byte[]> events = new ConcurrentLinkedQueue<>();
  private volatile InetSocketAddress far;
  private volatile double tone;
  private volatile long toneSinceNanos = NEVER;
  private volatile long lastSoundNanos = NEVER;
  private volatile boolean connected;
  private int sequence;
  private int timestamp;
  private int eventLeft;
  private int eventTimestamp;

  /**
   * One packet of sound.
   *
   * @param nanos when it arrived, by {@link System#nanoTime}
   * @param samples 16 bit at 8 kHz
   */
  public record Frame(long nanos, short[] samples) {}

  RtpMedia(ScheduledExecutorService clock) throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    sending = clock.scheduleAtFixedRate(this::tick, 20, 20, TimeUnit.MILLISECONDS);
    Thread.ofVirtual().start(this::receive);
  }

  int port() {
    return socket.getLocalPort();
  }

  String sdp() {
    return """
    v=0
    o=phone 1 1 IN IP4 127.0.0.1
    s=-
    c=IN IP4 127.0.0.1
    t=0 0
    m=audio %d RTP/AVP 0 101
    a=rtpmap:0 PCMU/8000
    a=rtpmap:101 telephone-event/8000
    a=fmtp:101 0-15
    a=ptime:20
    """
        .formatted(port())
        .replace("\n", "\r\n");
  }

  /** Learns from the other side's SDP where it listens. */
  void toward(String sdp) {
    for (String line : sdp.split("\r\n", -1)) {
      if (line.startsWith("m=audio ")) {
        int port = Integer.parseInt(line.split(" ", -1)[1]);
        far = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      }
    }
  }

  /** Says a tone of so many hertz from now on; 0: nothing. */
  public void say(double hertz) {
    toneSinceNanos = NEVER;
    tone = hertz;
  }

  /** When the first packet of the tone that is said now was sent; empty before. */
  public OptionalLong toneSinceNanos() {
    long since = toneSinceNanos;
    return since == NEVER ? OptionalLong.empty() : OptionalLong.of(since);
  }

  /** Presses a key for 100 ms as RFC 4733 sends it. */
  void press(char key) {
    int event = "0123456789*#".indexOf(key);
    for (int i = 1; i <= 8; i++) {
      boolean end = i > 5; // the end is sent three times
      int duration = Math.min(i, 5) * FRAME;
      events.add(
          new byte[] {
            (byte) event, (byte) ((end ? 0x80 : 0) | 10), (byte) (duration >> 8), (byte) duration
          });
    }
  }

  private void tick() {
    InetSocketAddress to = far;
    if (to == null) {
      return;
    }
    byte[] event = events.poll();
    double hertz = event == null ? tone : 0;
    timestamp += FRAME;
    ByteBuffer packet = ByteBuffer.allocate(12 + (event == null ? FRAME : event.length));
    if (event == null) {
      header(packet, 0, timestamp);
      for (int i = 0; i < FRAME; i++) {
        packet.put(sample(hertz, timestamp + i));
      }
    } else {
      if (eventLeft == 0) {
        eventTimestamp = timestamp;
        eventLeft = 8;
      }
      eventLeft--;
      header(packet, EVENT_TYPE, eventTimestamp);
      packet.put(event);
    }
    try {
      if (hertz != 0 && toneSinceNanos == NEVER) {
        toneSinceNanos = System.nanoTime();
      }
      socket.send(new DatagramPacket(packet.array(), packet.capacity(), to));
    } catch (IOException e) {
      far = null; // the other side has gone; what matters then is said by SIP
    }
  }

  private void header(ByteBuffer packet, int type, int at) {
    packet.put((byte) 0x80).put((byte) type).putShort((short) sequence++).putInt(at).putInt(4711);
  }

  private static byte sample(double hertz, int n) {
    return hertz == 0
        ? SILENCE
        : Ulaw.encode((int) (8000 * Math.sin(2 * Math.PI * hertz * n / 8000)));
  }

  private void receive() {
    byte[] buffer = new byte[2000];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
      } catch (IOException e) {
        return;
      }
      if (packet.getLength() > 12 && (buffer[1] & 0x7f) == 0) {
        connected = true;
        hear(buffer, packet.getLength() - 12);
      }
    }
  }

  private void hear(byte[] packet, int length) {
    long now = System.nanoTime();
    short[] samples = new short[length];
    double energy = 0;
    for (int i = 0; i < length; i++) {
      samples[i] = (short) Ulaw.decode(packet[12 + i]);
      energy += (double) samples[i] * samples[i];
    }
    synchronized (heard) {
      heard.add(new Frame(now, samples));
    }
    if (Math.sqrt(energy / length) > SOUND_RMS) {
      lastSoundNanos = now;
    }
  }

  /** Whether anything at all has come from the other side, silence included. */
  public boolean connected() {
    return connected;
  }

  /** Whether sound came within so many milliseconds before now. */
  public boolean hearsSound(long withinMillis) {
    long last = lastSoundNanos;
    return last != NEVER && System.nanoTime() - last < withinMillis * 1_000_000;
  }

  /** Everything heard so far, in the order of arrival. */
  public List<Frame> heard() {
    synchronized (heard) {
      return List.copyOf(heard);
    }
  }

  @Override
  public void close() {
    sending.cancel(false);
    socket.close();
  }
}
