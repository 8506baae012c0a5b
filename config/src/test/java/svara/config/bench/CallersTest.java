package svara.config.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against an exchange of a few lines, so that what the callers count can be known beforehand. */
@Timeout(30)
class CallersTest {
  private static final Duration THINKING = Duration.ofMillis(40);

  private final Semaphore acknowledged = new Semaphore(0);
  private DatagramSocket exchange;
  private Callers callers;

  @BeforeEach
  void start() throws IOException {
    exchange = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    callers = new Callers(BenchPlaces.freeUdpPort(), exchange.getLocalPort());
  }

  @AfterEach
  void end() throws IOException {
    callers.close();
    exchange.close();
  }

  @Test
  void theTimeIsFromInviteToAnswer() throws Exception {
    serve("200 OK", true);
    long began = System.nanoTime();
    CallResults results = callers.call(new Load("100", 20, 5, null));
    double all = (System.nanoTime() - began) / 1e6;
    assertEquals(5, results.ended());
    assertEquals(0, results.failed());
    assertTrue(acknowledged.tryAcquire(5, 5, TimeUnit.SECONDS));
    double median = results.answers().medianMillis();
    assertTrue(median >= 39 && median < all, "median " + median + " of " + all);
  }

  @Test
  void aRefusedCallIsCountedAndTimesNothing() throws Exception {
    serve("486 Busy Here", false);
    CallResults results = callers.call(new Load("100", 20, 3, null));
    assertEquals(3, results.failed());
    assertEquals(0, results.answers().count());
    assertTrue(acknowledged.tryAcquire(3, 5, TimeUnit.SECONDS));
  }

  @Test
  void aCallerWhoHangsUpIsDoneWhenThatIsConfirmed() throws IOException {
    serve("200 OK", false);
    CallResults results = callers.call(new Load("100", 20, 2, Duration.ofMillis(50)));
    assertEquals(2, results.ended());
  }

  /** Answers after a while; ends each call after its ACK when {@code byes}. */
  private void serve(String answer, boolean byes) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
              exchange.receive(packet);
              String text =
                  new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
              SipMessage request = SipMessage.parse(text);
              switch (request.method()) {
                case "INVITE" -> {
                  if (request.status() == 0) {
                    LockSupport.parkNanos(THINKING.toNanos());
                    reply(packet, request, answer);
                  }
                }
                case "ACK" -> {
                  acknowledged.release();
                  if (byes) {
                    reply(packet, bye(request));
                  }
                }
                case "BYE" -> {
                  if (request.status() == 0) {
                    reply(packet, request, "200 OK");
                  }
                }
                default -> throw new IllegalStateException(text);
              }
            }
          } catch (IOException closed) {
            // the test has ended
          }
        });
  }

  private void reply(DatagramPacket to, SipMessage request, String answer) throws IOException {
    StringBuilder text = new StringBuilder("SIP/2.0 " + answer + "\r\n");
    for (String name : new String[] {"Via", "From", "To", "Call-ID", "CSeq"}) {
      request.all(name).forEach(line -> text.append(line).append("\r\n"));
    }
    reply(to, text.append("Contact: <sip:x@127.0.0.1>\r\n\r\n").toString());
  }

  private static String bye(SipMessage ack) {
    return "BYE sip:c@127.0.0.1 SIP/2.0\r\n%s\r\nCSeq: 7 BYE\r\n\r\n"
        .formatted(ack.all("Call-ID").getFirst());
  }

  private void reply(DatagramPacket to, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    exchange.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
  }
}
