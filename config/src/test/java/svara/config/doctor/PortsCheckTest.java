package svara.config.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsCheckTest {
  private static Finding look(int port, boolean ours) {
    return PortsCheck.look(List.of(new PortsCheck.Wanted("http.port", "127.0.0.1", port, ours)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aTakenPortIsMendedByStoppingTheOtherOrByAnotherPort() throws IOException {
    int other = freePort();
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      Finding finding = look(port, false);
      assertEquals(Finding.State.WRONG, finding.state());
      assertEquals("stop that program, or set another port: http.port", finding.remedy());
      assertEquals(Finding.State.WELL, look(other, false).state(), "another port");
    }
    assertEquals(Finding.State.WELL, look(port, false).state(), "the other stopped");
  }

  @Test
  void aPortOfTheRunningEngineIsWell() throws IOException {
    try (ServerSocket engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(Finding.State.WELL, look(engine.getLocalPort(), true).state());
    }
  }
}
