package svara.config;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a process takes connections or datagrams, as Linux tells it (proc_pid_net(5)). */
final class ListeningSockets {
  private static final String LISTENS = "0A";
  private static final String NOT_CONNECTED = "07";

  private ListeningSockets() {}

  /** For instance {@code tcp 8080}; a datagram socket that is connected to somebody is none. */
  static Set<String> of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> inodes = sockets(process);
    Set<String> found = new TreeSet<>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      String state = protocol.startsWith("tcp") ? LISTENS : NOT_CONNECTED;
      Path table = process.resolve("net").resolve(protocol);
      for (String line :
          Files.exists(table) ? Files.readAllLines(table, US_ASCII) : List.<String>of()) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 9 && words[3].equals(state) && inodes.contains(words[9])) {
          String port = words[1].substring(words[1].indexOf(':') + 1);
          found.add(protocol.substring(0, 3) + " " + Integer.parseInt(port, 16));
        }
      }
    }
    return found;
  }

  private static Set<String> sockets(Path process) throws IOException {
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      return open.map(ListeningSockets::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // closed meanwhile
      return "";
    }
  }
}
