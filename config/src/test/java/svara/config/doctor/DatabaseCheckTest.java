package svara.config.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseAddress.Login;

/** What needs a server is in {@code DoctorIT}. */
@Timeout(30)
class DatabaseCheckTest {
  @Test
  void aServerThatDoesNotRunIsToBeStarted() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Login login = new Login("svara_engine", "hidden-word");
    Finding finding =
        DatabaseCheck.look(new DatabaseAddress("127.0.0.1", port, "svara", login, login)).finding();

    assertEquals(Finding.State.WRONG, finding.state());
    assertTrue(finding.remedy().startsWith("start the database"), finding.toString());
    assertTrue(!finding.toString().contains("hidden-word"), finding.toString());
  }
}
