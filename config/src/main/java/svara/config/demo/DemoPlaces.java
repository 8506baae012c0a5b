package svara.config.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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

  /**
   * As {@code ./svara demo} has set them up.
   *
   * @throws DemoMissing when it has not
   */
  public static DemoPlaces of(Map<String, String> environment) {
    Path home = path(environment, "SVARA_HOME");
    Path work =
        Optional.ofNullable(environment.get(WORK))
            .map(Path::of)
            .orElse(home.resolve("data/demo"))
            .toAbsolutePath();
    return new DemoPlaces(
        home,
        path(environment, "SVARA_ASTERISK_ROOT"),
        path(environment, "SVARA_SOUNDS"),
        path(environment, "SVARA_SIPP"),
        work);
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
