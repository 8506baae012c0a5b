package svara.config.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where things are on this machine.
 *
 * @param home Svara's own folder
 * @param asterisk an Asterisk that get-asterisk.sh has unpacked
 * @param sounds what make-sounds.sh has made
 * @param sipp the program
 * @param work everything of a demo is kept under it, from one to the next
 */
public record DemoPlaces(Path home, Path asterisk, Path sounds, Path sipp, Path work) {
  private static final String WORK = "SVARA_DEMO_FOLDER";
  private static final Path EVERYBODYS = Path.of("/var/lib/svara-demo");

  /**
   * As {@code ./svara demo} has set them up.
   *
   * @throws DemoMissing when it has not
   */
  public static DemoPlaces of(Map<String, String> environment) {
    Path home = path(environment, "SVARA_HOME");
    Path work = work(environment.get(WORK), home, root()).toAbsolutePath();
    return new DemoPlaces(
        home,
        path(environment, "SVARA_ASTERISK_ROOT"),
        path(environment, "SVARA_SOUNDS"),
        path(environment, "SVARA_SIPP"),
        work);
  }

  /**
   * The folder named, else one beside the program, else one that every user can enter: the database
   * refuses to run as root, and drops to a user who can not look into root's own folders.
   */
  static Path work(@Nullable String named, Path home, boolean root) {
    if (named != null) {
      Path work = Path.of(named).toAbsolutePath();
      if (root && !everybodyEnters(work)) {
        throw new DemoMissing(
            "the database does not run as root, and other users can not enter %s: name another folder in %s"
                .formatted(work, WORK));
      }
      return work;
    }
    Path own = home.resolve("data/demo").toAbsolutePath();
    return root && !everybodyEnters(own) ? EVERYBODYS : own;
  }

  private static boolean everybodyEnters(Path folder) {
    try {
      Path there = folder;
      while (!Files.exists(there)) {
        there = Objects.requireNonNull(there.getParent());
      }
      for (Path above = there.toRealPath(); above != null; above = above.getParent()) {
        if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean root() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid
          && uid == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    if (value == null || !Files.exists(Path.of(value))) {
      throw new DemoMissing(variable + " names nothing that is here: start it as ./svara demo");
    }
    return Path.of(value).toAbsolutePath();
  }

  /** Keeps a second demo out of the folder until the channel is closed. */
  FileChannel lock() {
    try {
      Files.createDirectories(work);
      FileChannel channel =
          FileChannel.open(
              work.resolve(".running"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new DemoMissing(
            "a demo runs in %s already: end it, or name another folder in %s"
                .formatted(work, WORK));
      }
      return channel;
    } catch (IOException e) {
      throw new DemoMissing("cannot write to %s: name another folder in %s".formatted(work, WORK));
    }
  }

  /** The port asked for, or the usual one when it is free, or any. */
  static int tcpPort(OptionalInt asked, int usual, String option) {
    return port(asked, usual, option, isFreeTcp(asked.orElse(usual)), anyFreeTcp());
  }

  static int udpPort(OptionalInt asked, int usual, String option) {
    int any = PhonePorts.free(0).sip();
    return port(asked, usual, option, PhonePorts.isFree(asked.orElse(usual)), any);
  }

  private static int port(OptionalInt asked, int usual, String option, boolean free, int any) {
    if (asked.isPresent() && asked.getAsInt() != 0 && !free) {
      throw new DemoMissing(
          "port %d is taken: choose another with %s".formatted(asked.getAsInt(), option));
    }
    boolean anyWillDo = asked.isPresent() && asked.getAsInt() == 0;
    return free && !anyWillDo ? asked.orElse(usual) : any;
  }

  private static boolean isFreeTcp(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  static int anyFreeTcp() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
