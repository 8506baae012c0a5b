package svara.config.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/**
 * What a phone listens on.
 *
 * @param sip UDP port of its signalling
 * @param media even UDP port of its sound; SIPp takes it and the three after it
 */
record PhonePorts(int sip, int media) {
  private static final int MEDIA_FIRST = 40_000;
  private static final int MEDIA_COUNT = 2_000;
  private static final int MEDIA_EACH = 4;

  /**
   * Free ports for one phone.
   *
   * @param serial counts phones; neighbours get different media ports
   */
  static PhonePorts free(int serial) {
    for (int i = 0; i < MEDIA_COUNT; i++) {
      int media = MEDIA_FIRST + MEDIA_EACH * Math.floorMod(serial + i, MEDIA_COUNT);
      if (isFree(media) && isFree(media + 2)) {
        return new PhonePorts(anyFree(), media);
      }
    }
    throw new IllegalStateException("no media port is free");
  }

  static int anyFree() {
    try (DatagramSocket socket = new DatagramSocket(0, loopback())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isFree(int port) {
    try (DatagramSocket socket = new DatagramSocket(port, loopback())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }
}
