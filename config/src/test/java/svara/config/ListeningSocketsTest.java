package svara.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {

  @Test
  void socketsThatListenAreSeenUntilTheyAreClosed() throws IOException {
    String tcp;
    String udp;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      tcp = "tcp " + server.getLocalPort();
      udp = "udp " + datagrams.getLocalPort();
      Set<String> found = ours();
      assertTrue(found.contains(tcp), found::toString);
      assertTrue(found.contains(udp), found::toString);
    }
    assertFalse(ours().contains(tcp));
    assertFalse(ours().contains(udp));
  }

  private static Set<String> ours() throws IOException {
    return ListeningSockets.of(ProcessHandle.current().pid());
  }
}
