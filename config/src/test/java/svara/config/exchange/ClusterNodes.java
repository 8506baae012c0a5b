package svara.config.exchange;

import static svara.config.exchange.Helpdesk.until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import svara.config.EngineInAJvm;
import svara.config.TestDatabase;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.TcpProxy;

/** Nodes of a cluster, each a process of its own, with one database and one exchange. */
final class ClusterNodes implements AutoCloseable {
  private final TestDatabase database;
  private final Path folder;
  private final Path config;
  private final int[] amiPorts;
  private final List<TcpProxy> toDatabase = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<EngineInAJvm> nodes = new ArrayList<>();
  private int starts;

  ClusterNodes(TestDatabase database, Path folder, int amiPort, int count) throws IOException {
    this(database, folder, IntStream.generate(() -> amiPort).limit(count).toArray());
  }

  /**
   * @param amiPorts where each of them finds the exchange
   */
  ClusterNodes(TestDatabase database, Path folder, int... amiPorts) throws IOException {
    this.database = database;
    this.folder = folder;
    this.amiPorts = amiPorts.clone();
    config = folder.resolve("svara.yaml");
    Files.writeString(
        config,
        """
        queues:
          - {name: helpdesk, numbers: [100]}
        technicians:
          - {name: Anna Berg, email: anna.berg@example.se, dial: PJSIP/201, queue: helpdesk}
          - {name: Bo Dahl, email: bo.dahl@example.se, dial: PJSIP/202, queue: helpdesk}
          - {name: Eva Lind, email: eva.lind@example.se, dial: PJSIP/203, queue: helpdesk}
        """);
    for (int i = 0; i < amiPorts.length; i++) {
      ports.add(freePort());
      nodes.add(null);
      toDatabase.add(new TcpProxy(database.address().port()));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void start(int index) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SVARA_HTTP_PORT", "0");
    environment.put("SVARA_TELEPHONY_AMI_USER", AsteriskInstance.AMI_USER);
    environment.put("SVARA_TELEPHONY_AMI_SECRET", AsteriskInstance.AMI_SECRET);
    environment.put("SVARA_TELEPHONY_AMI_PORT", Integer.toString(amiPorts[index]));
    environment.put(
        "SVARA_DATABASE_URL",
        "postgresql://127.0.0.1:%d/%s"
            .formatted(toDatabase.get(index).port(), database.address().database()));
    environment.put("SVARA_DATABASE_PASSWORD", database.address().engine().password());
    environment.put("SVARA_DATABASE_OWNERPASSWORD", database.address().owner().password());
    environment.put("SVARA_CLUSTER_ENABLED", "true");
    environment.put("SVARA_CLUSTER_NODE", "node" + index);
    environment.put("SVARA_CLUSTER_PORT", ports.get(index).toString());
    environment.put(
        "SVARA_CLUSTER_MEMBERS",
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    starts++;
    Path own = Files.createDirectories(folder.resolve("start" + starts));
    nodes.set(index, EngineInAJvm.start(own, config, environment));
  }

  /** Waits until all that run see each other. */
  void together() {
    List<EngineInAJvm> running = nodes.stream().filter(node -> node != null).toList();
    String members = "members=\"" + running.size() + "\"";
    until(
        () ->
            running.stream().allMatch(node -> node.answers() && lastMembers(node).equals(members)),
        Duration.ofSeconds(90),
        "all see each other");
  }

  private static String lastMembers(EngineInAJvm node) {
    try {
      return node.written()
          .lines()
          .filter(line -> line.contains("members=\""))
          .reduce((_, last) -> last)
          .map(line -> line.replaceAll(".*(members=\"\\d+\").*", "$1"))
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}. */
  void kill(int index) {
    nodes.get(index).process().destroyForcibly().onExit().join();
    nodes.set(index, null);
  }

  /** Cuts one of them off the database. */
  TcpProxy toDatabase(int index) {
    return toDatabase.get(index);
  }

  /** Nothing of it goes on until it thaws. */
  void freeze(int index) throws IOException {
    signal("STOP", index);
  }

  void thaw(int index) throws IOException {
    signal("CONT", index);
  }

  private void signal(String name, int index) throws IOException {
    long pid = nodes.get(index).process().pid();
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().onExit().join();
  }

  String log(int index) throws IOException {
    return nodes.get(index).written();
  }

  /**
   * Whether the exchange has heard that a node serves its queues; it is told when all is settled.
   */
  static boolean beats(AsteriskInstance asterisk, int node) {
    return asterisk
        .cli("dialplan show globals")
        .lines()
        .anyMatch(line -> line.strip().matches("SVARA_HB_node" + node + "=[1-9]\\d*"));
  }

  /** Whose lease lives, -1: nobody's. */
  int owner(String queue) {
    try (Connection connection = database.engine();
        PreparedStatement select =
            connection.prepareStatement(
                "select node from queue_lease where queue = ? and expires_at > clock_timestamp()")) {
      select.setString(1, queue);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Integer.parseInt(row.getString(1).substring("node".length())) : -1;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (EngineInAJvm node : nodes) {
      if (node != null) {
        node.close();
      }
    }
    toDatabase.forEach(TcpProxy::close);
  }
}
