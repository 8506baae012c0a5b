package svara.telephony.asterisk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A phone on the loopback that does what it is told while a call lives, which a SIPp script fixed
 * beforehand can not. Enough of SIP over UDP for that: no retransmissions of its own, since the
 * loopback loses nothing, but every repeated request is answered again.
 */
public final class SipPhone implements AutoCloseable {
  private static final ScheduledExecutorService CLOCK =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("phones-", 0).factory());

  private final String user;
  private final InetSocketAddress exchange;
  private final DatagramSocket socket;
  private final Map<String, SipDialog> dialogs = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<SipMessage>> registering = new ConcurrentHashMap<>();
  private final List<SipDialog> all = new ArrayList<>();
  private volatile Consumer<SipDialog> onCall = call -> call.refuse(486, "Busy Here");
  private volatile String password = "";
  private int registrations;

  public SipPhone(String user, InetSocketAddress exchange) {
    this(user, exchange, 0);
  }

  /** A phone that is found at its port, without registering. */
  public SipPhone(String user, InetSocketAddress exchange, int port) {
    this.user = user;
    this.exchange = exchange;
    try {
      socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::receive);
  }

  String user() {
    return user;
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  InetSocketAddress exchange() {
    return exchange;
  }

  static ScheduledExecutorService clock() {
    return CLOCK;
  }

  /** What happens when somebody calls this phone. */
  public void onCall(Consumer<SipDialog> behaviour) {
    onCall = behaviour;
  }

  /** Calls that this phone has had, in their order. */
  public List<SipDialog> calls() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /**
   * Calls a number.
   *
   * @param from the number shown; empty: withheld (RFC 3323)
   * @param name the name shown
   */
  public SipDialog call(String number, String from, String name) {
    SipDialog call = SipDialog.outgoing(this, number, from, name);
    keep(call);
    call.invite();
    return call;
  }

  private void keep(SipDialog call) {
    dialogs.put(call.id(), call);
    synchronized (all) {
      all.add(call);
    }
  }

  /** Registers for ten minutes, or signs off; waits until the exchange has said yes. */
  public void register(String secret, boolean on) {
    password = secret;
    String id = UUID.randomUUID().toString();
    SipMessage challenge = exchanged(registration(id, on ? 600 : 0));
    if (challenge.status() == 401) {
      SipMessage authorised = registration(id, on ? 600 : 0);
      authorised.with("Authorization", digest(challenge, authorised));
      challenge = exchanged(authorised);
    }
    if (challenge.status() != 200) {
      throw new IllegalStateException(
          "the exchange refuses phone " + user + ": " + challenge.first);
    }
  }

  private SipMessage registration(String id, int seconds) {
    String me = "<sip:" + user + "@127.0.0.1:" + exchange.getPort() + ">";
    return new SipMessage("REGISTER sip:127.0.0.1:" + exchange.getPort() + " SIP/2.0")
        .with("Via", via())
        .with("From", me + ";tag=r" + id)
        .with("To", me)
        .with("Call-ID", id)
        .with("CSeq", ++registrations + " REGISTER")
        .with("Contact", contact())
        .with("Expires", Integer.toString(seconds))
        .with("Max-Forwards", "70");
  }

  private SipMessage exchanged(SipMessage request) {
    CompletableFuture<SipMessage> answer = new CompletableFuture<>();
    registering.put(request.need("CSeq"), answer);
    send(request);
    try {
      return answer.get(5, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the exchange does not answer phone " + user, e);
    }
  }

  /** RFC 7616, with MD5 as Asterisk asks for it. */
  String digest(SipMessage challenge, SipMessage request) {
    String asked = challenge.need("WWW-Authenticate");
    String realm = quoted(asked, "realm");
    String nonce = quoted(asked, "nonce");
    String uri = request.first.split(" ", 3)[1];
    String ha1 = md5(user + ":" + realm + ":" + password);
    String ha2 = md5(request.method() + ":" + uri);
    String response = md5(ha1 + ":" + nonce + ":00000001:phone:auth:" + ha2);
    return String.join(
        ", ",
        "Digest username=\"" + user + "\"",
        "realm=\"" + realm + "\"",
        "nonce=\"" + nonce + "\"",
        "uri=\"" + uri + "\"",
        "response=\"" + response + "\"",
        "algorithm=MD5",
        "qop=auth",
        "nc=00000001",
        "cnonce=\"phone\"",
        "opaque=\"" + quoted(asked, "opaque") + "\"");
  }

  private static String quoted(String header, String key) {
    int at = header.indexOf(key + "=\"");
    return at < 0
        ? ""
        : header.substring(at + key.length() + 2, header.indexOf('"', at + key.length() + 2));
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String via() {
    return "SIP/2.0/UDP " + address() + ";branch=z9hG4bK" + UUID.randomUUID();
  }

  String contact() {
    return "<sip:" + user + "@" + address() + ">";
  }

  void send(SipMessage message) {
    byte[] bytes = message.bytes();
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, exchange));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void receive() {
    byte[] buffer = new byte[65_536];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
      } catch (IOException e) {
        return;
      }
      if (packet.getLength() > 20) {
        take(SipMessage.parse(buffer, packet.getLength()));
      }
    }
  }

  private void take(SipMessage message) {
    if (!message.request() && message.method().equals("REGISTER")) {
      CompletableFuture<SipMessage> waiting = registering.remove(message.need("CSeq"));
      if (waiting != null && message.status() >= 200) {
        waiting.complete(message);
      }
      return;
    }
    SipDialog known = dialogs.get(message.need("Call-ID"));
    if (known != null) {
      known.take(message);
    } else if (message.request() && message.method().equals("INVITE")) {
      SipDialog call = SipDialog.incoming(this, message);
      keep(call);
      onCall.accept(call);
    } else if (message.request() && !message.method().equals("ACK")) {
      send(new SipMessage("SIP/2.0 200 OK").like(message, "Via", "From", "To", "Call-ID", "CSeq"));
    }
  }

  /** Runs something later, as a person would do it. */
  public void later(Duration delay, Runnable action) {
    CLOCK.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Hangs up whatever lives. */
  @Override
  public void close() {
    calls().forEach(SipDialog::hangUp);
    calls().forEach(SipDialog::close);
    socket.close();
  }
}
