package svara.config.exchange;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Phones played by SIPp, a program that knows nothing of Svara: what happened on a line is what its
 * own statistics say. Each of them is a process; all end with this.
 */
final class Sipp implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration END_MAX = Duration.ofSeconds(10);
  private static final AtomicInteger SERIAL = new AtomicInteger();

  /** Below what the exchanges and the tests' own phones take. */
  private static final int MEDIA_FIRST = 10_000;

  private final Path program;
  private final Path folder;
  private final InetSocketAddress exchange;
  private final List<Phone> phones = new ArrayList<>();

  Sipp(Path program, Path folder, InetSocketAddress exchange) {
    this.program = program;
    this.folder = folder;
    this.exchange = exchange;
  }

  /**
   * What callers do.
   *
   * @param number the number they call
   * @param shown their From as SIP writes it; {@code [field0]} is the number given with the call
   * @param patience until an answer; then they give up
   * @param presses keys they press, from the answer on
   * @param leaving when they hang up
   */
  record Caller(
      String number, String shown, Duration patience, List<Press> presses, Leaving leaving) {
    /** Between the keys of a number. */
    private static final Duration NEXT_KEY = Duration.ofMillis(250);

    private static final String NUMBER_ALONE = "<sip:[field0]@[local_ip]:[local_port]>";

    static Caller staying(String number, Duration stay) {
      return new Caller(
          number, NUMBER_ALONE, Duration.ofMinutes(1), List.of(), new Leaving.After(stay));
    }

    /** Presses 1. */
    Caller pressingAfter(Duration after) {
      return pressing(after, "1");
    }

    /**
     * Presses keys one after the other.
     *
     * @param after counted from the answer, or from the key before
     */
    Caller pressing(Duration after, String keys) {
      List<Press> all = new ArrayList<>(presses);
      for (char key : keys.toCharArray()) {
        all.add(new Press(all.size() == presses.size() ? after : NEXT_KEY, key));
      }
      return new Caller(number, shown, patience, all, leaving);
    }

    Caller givingUpAfter(Duration ringing) {
      return new Caller(number, shown, ringing, presses, leaving);
    }

    /** Hangs up at a full second of the clock, together with all who do. */
    Caller leavingAt(Instant second) {
      return new Caller(number, shown, patience, presses, new Leaving.At(second));
    }

    Caller shownAs(String from) {
      return new Caller(number, from, patience, presses, leaving);
    }

    private String scenario() {
      StringBuilder keys = new StringBuilder();
      for (int i = 0; i < presses.size(); i++) {
        keys.append(presses.get(i).steps(i));
      }
      return template("caller.xml")
          .replace("@KEY@", keys)
          .replace("@LEAVE@", leaving.steps())
          .replace("@FROM@", shown)
          .replace("@NUMBER@", number)
          .replace("@PATIENCE@", millis(patience));
    }
  }

  /** One key, some time after what was before. */
  private record Press(Duration after, char key) {
    String steps(int nth) {
      return template("key.xml")
          .replace("@NTH@", Integer.toString(nth))
          .replace("@CSEQ@", Integer.toString(2 + nth))
          .replace("@DIGIT@", Character.toString(key))
          .replace("@AFTER@", millis(after));
    }
  }

  /** When a caller hangs up, if the exchange does not do it before. */
  private sealed interface Leaving {
    String steps();

    /** Counted from the answer or the key on. */
    record After(Duration stay) implements Leaving {
      @Override
      public String steps() {
        return template("stay.xml").replace("@STAY@", millis(stay));
      }
    }

    record At(Instant second) implements Leaving {
      @Override
      public String steps() {
        return template("leave-at.xml").replace("@SECOND@", Long.toString(second.getEpochSecond()));
      }
    }
  }

  /** One caller. */
  Phone call(Caller caller, String from) {
    return calls(caller, List.of(from), 1, 1);
  }

  /**
   * Callers one after the other.
   *
   * @param from the number each shows
   * @param perSecond how fast they come
   * @param atOnce how many at the most at once; the next comes when one has ended
   */
  Phone calls(Caller caller, List<String> from, int perSecond, int atOnce) {
    Path numbers = folder.resolve("numbers-" + SERIAL.incrementAndGet() + ".csv");
    write(numbers, "SEQUENTIAL\n" + String.join(";\n", from) + ";\n");
    return start(
        caller.scenario(),
        freePort(),
        List.of(
            "-inf", numbers.toString(),
            "-m", Integer.toString(from.size()),
            "-r", Integer.toString(perSecond),
            "-l", Integer.toString(atOnce)),
        true);
  }

  /** A technician's registered phone that is answered after some ringing. */
  Phone technician(String phone, String secret, Duration ringing) {
    int port = freePort();
    register(phone, secret, port, 600);
    return start(
        template("technician.xml").replace("@PHONE@", phone).replace("@RING@", millis(ringing)),
        port,
        List.of("-rtp_echo"),
        false);
  }

  /** A technician's registered phone that answers every call with a refusal. */
  Phone refusing(String phone, String secret, String status) {
    int port = freePort();
    register(phone, secret, port, 600);
    return start(template("refusing.xml").replace("@STATUS@", status), port, List.of(), false);
  }

  /** Signs a technician's phone off, so that the next test does not find it. */
  void signOff(String phone, String secret) {
    register(phone, secret, freePort(), 0);
  }

  private void register(String phone, String secret, int port, int seconds) {
    String scenario =
        template("register.xml")
            // all its contacts are signed off, whatever port they were at
            .replace("@CONTACT@", seconds == 0 ? "*" : "<sip:@PHONE@@[local_ip]:[local_port]>")
            .replace("@PHONE@", phone)
            .replace("@SECRET@", secret)
            .replace("@EXPIRES@", Integer.toString(seconds));
    Phone register = start(scenario, port, List.of("-m", "1"), true);
    if (register.ended(END_MAX) != 0) {
      throw new IllegalStateException("phone " + phone + " can not register: " + register.errors());
    }
  }

  private Phone start(String scenario, int port, List<String> more, boolean calls) {
    int serial = SERIAL.incrementAndGet();
    Path xml = folder.resolve("phone-" + serial + ".xml");
    Path statistics = folder.resolve("phone-" + serial + ".csv");
    Path errors = folder.resolve("phone-" + serial + ".err");
    write(xml, scenario);
    List<String> command = new ArrayList<>(List.of(program.toString(), "-sf", xml.toString()));
    command.addAll(List.of("-nostdin", "-i", LOOPBACK, "-mi", LOOPBACK));
    command.addAll(List.of("-p", Integer.toString(port)));
    command.addAll(List.of("-mp", Integer.toString(MEDIA_FIRST + 4 * (serial % 1000))));
    command.addAll(List.of("-trace_stat", "-stf", statistics.toString(), "-fd", "1"));
    command.addAll(List.of("-trace_err", "-error_file", errors.toString()));
    command.addAll(more);
    if (calls) {
      command.add(LOOPBACK + ":" + exchange.getPort());
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"))
              .start();
      Phone phone = new Phone(process, statistics, errors);
      phones.add(phone);
      return phone;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One SIPp. */
  record Phone(Process process, Path statistics, Path complaints) {
    /** Whether it has played all its calls, or was told to end. */
    boolean over() {
      return !process.isAlive();
    }

    /**
     * Waits for its end; SIPp's exit code, which is 0 when every call went as its scenario says.
     */
    int ended(Duration limit) {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("SIPp does not end: " + errors());
        }
        return process.exitValue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    /** Its own counters, each since its start. After its end they are whole. */
    SippCounts counts() {
      try {
        return SippCounts.of(Files.readAllLines(statistics, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What it could not do, in its own words. */
    String errors() {
      try {
        return Files.exists(complaints) ? Files.readString(complaints) : "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Tells it to end when the calls it is in have ended (SIPp's signal for that), and waits. */
    void finish() {
      try {
        new ProcessBuilder("kill", "-USR1", Long.toString(process.pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ended(END_MAX);
    }
  }

  private static String template(String name) {
    try (InputStream in = Sipp.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String millis(Duration time) {
    return Long.toString(Math.max(1, time.toMillis()));
  }

  private static int freePort() {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    phones.forEach(phone -> phone.process().destroyForcibly());
  }
}
