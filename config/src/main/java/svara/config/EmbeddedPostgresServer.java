package svara.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server's cluster in a folder: made once, started, stopped.
 *
 * <pre>
 * folder/programs-…   the server's programs
 * folder/cluster      the data, and under log/ a file for each weekday
 * folder/passwords    three lines, only for the engine's user
 * </pre>
 *
 * Everything that durability hangs on stands on the command line, where no file of the cluster and
 * no ALTER SYSTEM overrides it.
 */
record EmbeddedPostgresServer(
    Path cluster,
    int port,
    EmbeddedPostgresPrograms programs,
    EmbeddedPostgresAccount account,
    EmbeddedPostgresSecrets secrets) {

  static final String ADMIN = "svara_admin";

  private static final Duration LEFTOVERS_MAX = Duration.ofSeconds(10);
  // a big database that was killed reads its log first
  private static final String START_SECONDS_MAX = "120";
  private static final String STOP_SECONDS_MAX = "8";

  private static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "wal_level=replica",
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=60",
          "password_encryption=scram-sha-256",
          "timezone=UTC",
          "log_timezone=UTC",
          "logging_collector=on",
          "log_directory=log",
          "log_filename=server-%a.log",
          "log_truncate_on_rotation=on",
          "log_rotation_age=1d",
          "log_rotation_size=0");

  static EmbeddedPostgresServer in(
      Path folder, int port, String user, EmbeddedPostgresPrograms programs) throws IOException {
    Path cluster = folder.resolve("cluster");
    EmbeddedPostgresAccount account = EmbeddedPostgresAccount.forCluster(cluster, user);
    Path postgres = programs.bin().resolve("postgres");
    if (!account.reaches(postgres)) {
      throw new EmbeddedPostgresException(
          "user %s, who runs the embedded database, cannot read %s: set database.embedded.folder to one he can reach, such as /var/lib/svara"
              .formatted(account.name(), postgres));
    }
    EmbeddedPostgresSecrets secrets =
        EmbeddedPostgresSecrets.in(folder.resolve("passwords"), Files.isDirectory(cluster));
    return new EmbeddedPostgresServer(cluster, port, programs, account, secrets);
  }

  /**
   * The process id of the server that runs now, started if it must be.
   *
   * @param mayMove nobody uses it, so one that runs on another port may be stopped
   */
  long ensureRunning(boolean mayMove) throws IOException {
    if (!Files.isDirectory(cluster)) {
      create();
    }
    Optional<EmbeddedPostgresProcess> running = EmbeddedPostgresProcess.running(cluster);
    if (running.isPresent()) {
      if (running.get().port() == port) {
        return running.get().pid();
      }
      if (!mayMove) {
        throw new EmbeddedPostgresException(
            "the database in %s runs on port %d for another Svara: set database.embedded.port to that, or stop the other"
                .formatted(cluster, running.get().port()));
      }
      stop();
    }
    run();
    return EmbeddedPostgresProcess.running(cluster)
        .map(EmbeddedPostgresProcess::pid)
        .orElseThrow(
            () -> new EmbeddedPostgresException("the embedded database ended as it had started"));
  }

  boolean alive(long pid) {
    return new EmbeddedPostgresProcess(pid, port, cluster).alive();
  }

  /**
   * Ends connections, writes everything out and stops.
   *
   * @return whether it has stopped; a server with much to write goes on stopping by itself
   */
  boolean stop() throws IOException {
    try {
      pgCtl(List.of("stop", "-m", "fast", "-w", "-t", STOP_SECONDS_MAX));
      return true;
    } catch (EmbeddedPostgresException e) {
      if (EmbeddedPostgresProcess.works(cluster)) {
        return false;
      }
      throw e;
    }
  }

  private void create() throws IOException {
    Path fresh = cluster.resolveSibling("cluster.new");
    EmbeddedPostgresPrograms.delete(fresh);
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    account.own(fresh);
    Path password = cluster.resolveSibling("passwords.init");
    Files.deleteIfExists(password);
    EmbeddedPostgresSecrets.createPrivate(password);
    try {
      Files.writeString(password, secrets.admin(), StandardOpenOption.WRITE);
      account.own(password);
      EmbeddedPostgresCommand.output(
          account.command(
              List.of(
                  programs.program("initdb"),
                  "--pgdata=" + fresh,
                  "--username=" + ADMIN,
                  "--pwfile=" + password,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--locale=C.UTF-8",
                  "--locale-provider=icu",
                  "--icu-locale=sv-SE",
                  "--data-checksums")));
    } finally {
      Files.deleteIfExists(password);
    }
    // whole or not at all: an initdb that was killed leaves nothing that looks like a cluster
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private void run() throws IOException {
    EmbeddedPostgresProcess.awaitLeftovers(cluster, LEFTOVERS_MAX);
    // before anything is touched: whoever has the port may be a server that can not be seen
    requireFreePort();
    // nothing works in the cluster, so the file is of a dead server. It must go: where nobody
    // collects dead processes (in a container) its number never becomes free, and the server would
    // not start
    Files.deleteIfExists(cluster.resolve("postmaster.pid"));
    Path log = cluster.resolve("start.log");
    Files.deleteIfExists(log);
    List<String> options = new ArrayList<>();
    for (String setting : SETTINGS) {
      options.add("-c '" + setting + "'");
    }
    options.add("-c port=" + port);
    try {
      pgCtl(
          List.of(
              "start",
              "-w",
              "-t",
              START_SECONDS_MAX,
              "-l",
              log.toString(),
              "-o",
              String.join(" ", options)));
    } catch (EmbeddedPostgresException e) {
      String why = Files.exists(log) ? fatal(Files.readString(log)) : e.getMessage();
      throw new EmbeddedPostgresException(
          "the embedded database in %s does not start: %s".formatted(cluster, why), e);
    }
  }

  private void requireFreePort() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(
          new java.net.InetSocketAddress(
              InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    } catch (java.net.BindException e) {
      throw new EmbeddedPostgresException(
          "port %d on 127.0.0.1 is taken by another program: set database.embedded.port to a free one"
              .formatted(port),
          e);
    }
  }

  private static String fatal(String log) {
    return log.lines()
        .filter(line -> line.contains("FATAL:"))
        .findFirst()
        .orElse(EmbeddedPostgresCommand.last(log));
  }

  private void pgCtl(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.program("pg_ctl"));
    command.add("--pgdata=" + cluster);
    command.addAll(arguments);
    EmbeddedPostgresCommand.output(account.command(command));
  }
}
