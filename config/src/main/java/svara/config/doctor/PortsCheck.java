package svara.config.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports that Svara itself listens on are free, or are its own already. */
final class PortsCheck {
  static final String NAME = "ports";

  private PortsCheck() {}

  /**
   * A port to listen on.
   *
   * @param key the setting that moves it
   * @param ours something of ours listens on it already
   */
  record Wanted(String key, String address, int port, boolean ours) {}

  static Finding look(List<Wanted> ports) {
    List<String> taken = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (Wanted wanted : ports) {
      if (wanted.port() != 0 && !wanted.ours() && !free(wanted)) {
        taken.add("%s:%d (%s)".formatted(wanted.address(), wanted.port(), wanted.key()));
        keys.add(wanted.key());
      }
    }
    return taken.isEmpty()
        ? Finding.well(NAME, words(ports))
        : Finding.wrong(
            NAME,
            "somebody else listens on " + String.join(", ", taken),
            "stop that program, or set another port: " + String.join(", ", keys));
  }

  private static String words(List<Wanted> ports) {
    return String.join(
        ", ",
        ports.stream()
            .map(p -> p.key() + " " + p.port() + (p.ours() ? " is ours" : " is free"))
            .toList());
  }

  private static boolean free(Wanted wanted) {
    try (ServerSocket socket = new ServerSocket()) {
      // as the listeners themselves do; without it a port is taken for a minute after a stop
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(wanted.address(), wanted.port()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
