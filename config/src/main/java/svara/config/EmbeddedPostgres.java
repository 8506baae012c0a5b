package svara.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseAddress.Login;
import svara.engine.postgres.DatabaseRoles;

/**
 * The database for those who have none: a PostgreSQL server in a folder, as durable as any.
 *
 * <p>The server outlives an engine that is killed; the next start adopts it. A server that dies is
 * started again. Several engines on one machine may share a folder; the last that closes stops the
 * server. Starting and closing block: call them on a virtual thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final long WATCH_MS = 250;

  private final EmbeddedPostgresServer server;
  private final DatabaseAddress address;
  private final FileChannel users;
  private final @Nullable FileLock use;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watch;
  private volatile long pid;

  private EmbeddedPostgres(
      EmbeddedPostgresServer server,
      DatabaseAddress address,
      long pid,
      FileChannel users,
      @Nullable FileLock use) {
    this.server = server;
    this.address = address;
    this.pid = pid;
    this.users = users;
    this.use = use;
    this.watch = Thread.ofVirtual().name("embedded-postgres").unstarted(this::watch);
  }

  /**
   * Starts the server or adopts the one that runs.
   *
   * @param folder everything is kept under it; made when it does not exist
   * @param port on 127.0.0.1, the only address the server listens on
   * @throws EmbeddedPostgresException when the server cannot be had
   */
  public static EmbeddedPostgres start(Path folder, int port) {
    return start(folder, port, "");
  }

  /**
   * Starts the server or adopts the one that runs.
   *
   * @param user whom root drops to; empty for {@code postgres} where there is one, else {@code
   *     nobody}. Not asked where this process is not root, or the data belongs to somebody already
   */
  public static EmbeddedPostgres start(Path folder, int port, String user) {
    return start(folder, port, user, Optional.empty());
  }

  /** With the programs of another PostgreSQL, 15 or later, than the one that comes along. */
  static EmbeddedPostgres start(
      Path folder, int port, String user, Optional<EmbeddedPostgresPrograms> others) {
    try {
      Files.createDirectories(folder);
      Path home = folder.toRealPath();
      // one at a time: two engines that start at once must not both make the cluster
      try (FileChannel turn = channel(turnFile(home));
          FileLock _ = turn.lock()) {
        EmbeddedPostgresPrograms programs =
            others.isPresent() ? others.get() : EmbeddedPostgresPrograms.unpacked(home);
        return begin(EmbeddedPostgresServer.in(home, port, user, programs), home);
      } catch (OverlappingFileLockException e) {
        throw new EmbeddedPostgresException(
            "the database in %s is being started".formatted(home), e);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "the embedded database's folder %s cannot be used: %s".formatted(folder, e), e);
    } catch (SQLException e) {
      throw new EmbeddedPostgresException(
          "the embedded database in %s does not take its password or its roles: %s"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static EmbeddedPostgres begin(EmbeddedPostgresServer server, Path home)
      throws IOException, SQLException {
    FileChannel users = channel(home.resolve("users.lock"));
    try {
      boolean alone = alone(users);
      long pid = server.ensureRunning(alone);
      EmbeddedPostgresSecrets secrets = server.secrets();
      DatabaseAddress address =
          new DatabaseAddress(
              "127.0.0.1",
              server.port(),
              "svara",
              new Login("svara_owner", secrets.owner()),
              new Login("svara_engine", secrets.engine()));
      DatabaseRoles.ensure(address, new Login(EmbeddedPostgresServer.ADMIN, secrets.admin()));
      EmbeddedPostgres started = new EmbeddedPostgres(server, address, pid, users, share(users));
      started.watch.start();
      return started;
    } catch (IOException | SQLException | RuntimeException e) {
      users.close();
      throw e;
    }
  }

  public DatabaseAddress address() {
    return address;
  }

  /** A superuser: for tests and backups, never for the engine. */
  Login admin() {
    return new Login(EmbeddedPostgresServer.ADMIN, server.secrets().admin());
  }

  /** The postmaster's process id. */
  public long pid() {
    return pid;
  }

  /** Stops the server cleanly, unless another engine uses it still. */
  @Override
  public void close() {
    closed.countDown();
    try {
      watch.join();
      if (use != null) {
        use.release();
      }
      if (use != null && alone(users) && !server.stop()) {
        LOG.atWarn().log("The embedded database still writes; it stops when it is done");
      }
      users.close();
    } catch (IOException e) {
      throw new EmbeddedPostgresException("the embedded database did not stop: " + e, e);
    } catch (InterruptedException e) {
      throw EmbeddedPostgresCommand.interrupted(e);
    }
  }

  private void watch() {
    try {
      while (!closed.await(WATCH_MS, TimeUnit.MILLISECONDS)) {
        if (!server.alive(pid)) {
          LOG.atWarn().addKeyValue("pid", pid).log("The embedded database died; starting it again");
          restart();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restart() {
    try (FileChannel turn = channel(turnFile(server.cluster().resolveSibling(".")));
        FileLock mine = turn.tryLock()) {
      if (mine == null) {
        return; // another engine is about it
      }
      pid = server.ensureRunning(false);
      LOG.atInfo().addKeyValue("pid", pid).log("The embedded database runs again");
    } catch (OverlappingFileLockException e) {
      LOG.atDebug().log("Another part of this process starts the embedded database");
    } catch (IOException | EmbeddedPostgresException e) {
      // tried again at the next look, for as long as the engine runs
      LOG.atError().setCause(e).log("The embedded database does not start");
    }
  }

  private static Path turnFile(Path home) {
    return home.resolve("start.lock");
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static boolean alone(FileChannel users) throws IOException {
    try (FileLock only = users.tryLock()) {
      return only != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Nothing where another part of this process shares the server already, and then stops it. */
  private static @Nullable FileLock share(FileChannel users) throws IOException {
    try {
      return users.tryLock(0, Long.MAX_VALUE, true);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
