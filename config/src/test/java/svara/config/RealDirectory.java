package svara.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real OpenLDAP of Debian's packages with a tree {@code o=example}, for as long as it is open.
 */
final class RealDirectory implements AutoCloseable {
  private static final Duration FETCH_MAX = Duration.ofMinutes(5);
  private static final Duration START_MAX = Duration.ofSeconds(20);
  private static final Duration FILL_MAX = Duration.ofMinutes(2);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private final Path programs;
  private final Path folder;
  private final int port;
  private Process process;

  /** Fills it with entries in LDIF, and starts it. */
  RealDirectory(Path folder, String ldif) throws Exception {
    this.folder = folder;
    this.programs = programs();
    this.port = freePort();
    Files.createDirectories(folder.resolve("db"));
    Files.writeString(folder.resolve("slapd.conf"), settings());
    fill(ldif);
    this.process = start();
  }

  private static Path programs() {
    Ran fetch =
        Ran.command(
            Checkout.root(),
            Map.of(),
            FETCH_MAX,
            Checkout.root().resolve("config/tools/get-openldap.sh").toString());
    if (fetch.exit() != 0) {
      throw new AssertionError(fetch.err());
    }
    return Path.of(fetch.out().strip());
  }

  private String settings() {
    return """
    include %1$s/etc/ldap/schema/core.schema
    include %1$s/etc/ldap/schema/cosine.schema
    include %1$s/etc/ldap/schema/inetorgperson.schema
    modulepath %1$s/usr/lib/ldap
    moduleload back_mdb.la
    database mdb
    maxsize 268435456
    suffix "o=example"
    rootdn "cn=svara,o=example"
    rootpw hemligt
    directory %2$s/db
    """
        .formatted(programs, folder);
  }

  /** Replaces everything by what the LDIF says; to be followed by {@link #restart}. */
  void fill(String ldif) throws Exception {
    try (var old = Files.list(folder.resolve("db"))) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    Path file = Files.writeString(folder.resolve("people.ldif"), ldif);
    Process fill = run("slapadd", "-q", "-f", settingsFile(), "-l", file.toString());
    if (!fill.waitFor(FILL_MAX.toMillis(), TimeUnit.MILLISECONDS) || fill.exitValue() != 0) {
      throw new AssertionError("slapadd: " + Files.readString(folder.resolve("slapadd.out")));
    }
  }

  private String settingsFile() {
    return folder.resolve("slapd.conf").toString();
  }

  private Process start() throws Exception {
    // with -d it stays in the foreground
    Process started =
        run("slapd", "-f", settingsFile(), "-h", "ldap://127.0.0.1:" + port, "-d", "0");
    Awaited.value(
        START_MAX,
        () -> {
          if (!started.isAlive()) {
            throw new AssertionError("slapd: " + Files.readString(folder.resolve("slapd.out")));
          }
          return answers();
        },
        () -> true);
    return started;
  }

  private Process run(String program, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("usr/sbin/" + program).toString());
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(program + ".out").toFile());
    builder.environment().put("LD_LIBRARY_PATH", libraries());
    return builder.start();
  }

  private String libraries() throws IOException {
    try (var found = Files.walk(programs, 4)) {
      List<String> folders =
          found
              .filter(path -> path.getFileName().toString().endsWith("-linux-gnu"))
              .map(Path::toString)
              .toList();
      return String.join(":", folders);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Takes what {@link #fill} wrote. */
  void restart(String ldif) throws Exception {
    stop();
    fill(ldif);
    process = start();
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends it; may be repeated. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
