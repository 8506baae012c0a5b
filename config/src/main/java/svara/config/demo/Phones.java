package svara.config.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The callers' and technicians' phones, played by SIPp with real sound. */
final class Phones implements AutoCloseable {
  private static final Duration REGISTER_MAX = Duration.ofSeconds(5);
  private static final String EXPIRES = "7200";

  private final Path sipp;
  private final Path folder;
  private final int exchangePort;
  private final Path speech;
  private final List<SippRun> callers = new ArrayList<>();
  private final List<SippRun> technicians = new ArrayList<>();
  private final List<SippRun> homes = new ArrayList<>();
  private int serial;

  /**
   * Phones at an exchange on the loopback.
   *
   * @param folder for scenarios and logs
   */
  Phones(Path sipp, Path folder, int exchangePort) {
    this.sipp = sipp;
    this.folder = folder;
    this.exchangePort = exchangePort;
    this.speech = Speech.write(folder);
  }

  /**
   * A technician's phone is registered and from now on answered.
   *
   * @param talk the usual length of a talk
   * @throws IllegalStateException when the exchange does not let it register
   */
  synchronized void technician(String phone, String secret, Duration talk) {
    PhonePorts ports = PhonePorts.free(serial++);
    register(phone, secret, ports);
    technicians.add(
        SippRun.start(
            new SippRun.Setup(
                sipp,
                folder,
                "technician-" + phone,
                SippScenario.of("technician.xml", behaviour(phone, talk)),
                ports,
                List.of("-rtp_echo"))));
  }

  /**
   * From now on whoever is called back answers, mostly.
   *
   * @param port where the exchange sends calls to people outside
   * @param talk how long they talk
   */
  synchronized void home(int port, Duration talk) {
    homes.add(
        SippRun.start(
            new SippRun.Setup(
                sipp,
                folder,
                "home",
                SippScenario.of("home.xml", Map.of("TALK", millis(talk))),
                new PhonePorts(port, PhonePorts.free(serial++).media()),
                List.of("-rtp_echo"))));
  }

  private void register(String phone, String secret, PhonePorts ports) {
    String scenario =
        SippScenario.of(
            "register.xml", Map.of("PHONE", phone, "SECRET", secret, "EXPIRES", EXPIRES));
    try (SippRun register =
        SippRun.start(
            new SippRun.Setup(sipp, folder, "register-" + phone, scenario, ports, toExchange()))) {
      if (!register.awaitEnd(REGISTER_MAX) || !register.succeeded()) {
        throw new IllegalStateException(
            "phone " + phone + " could not register: " + register.errors());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * The first phone is always taken; of a hundred calls to each later one about eight meet a busy
   * phone and six nobody who takes it.
   */
  private Map<String, String> behaviour(String phone, Duration talk) {
    boolean willing = technicians.isEmpty();
    return Map.of(
        "PHONE",
        phone,
        "BUSY",
        willing ? "-1" : "8",
        "AWAY",
        willing ? "101" : "94",
        "RING",
        "1500",
        "SHORT",
        millis(talk.dividedBy(3)),
        "USUAL",
        millis(talk),
        "LONG",
        millis(talk.multipliedBy(2)),
        "LONGEST",
        millis(talk.multipliedBy(4)));
  }

  /** Somebody calls. */
  synchronized SippRun call(PlannedCall call, String number) {
    String shown =
        call.number().isEmpty()
            ? "\"Anonymous\" <sip:anonymous@anonymous.invalid>"
            : "%s <sip:%s@[local_ip]:[local_port]>"
                .formatted(SippScenario.quoted(call.name()), call.number());
    String keys =
        call.callback()
            .map(after ->
                SippScenario.of(
                    "key.xml", Map.of("N", "1", "AFTER", millis(after), "KEY", "1", "CSEQ", "2")))
            .orElse("");
    String scenario =
        SippScenario.of("caller.xml", Map.of("KEYS", keys))
            .replace("@NUMBER@", number)
            .replace("@SHOWN@", shown)
            .replace("@PATIENCE@", millis(call.patience()))
            .replace("@STAY@", millis(call.stay()))
            .replace("@SPEECH@", speech.toString());
    SippRun caller =
        SippRun.start(
            new SippRun.Setup(
                sipp,
                folder,
                "caller-" + serial,
                scenario,
                PhonePorts.free(serial++),
                toExchange()));
    callers.add(caller);
    return caller;
  }

  /** One call, once, to the exchange. */
  private List<String> toExchange() {
    return List.of("-m", "1", "-r", "1", "127.0.0.1:" + exchangePort);
  }

  /** Whether no caller is in a call any more. */
  synchronized boolean quiet() {
    return callers.stream().allMatch(SippRun::ended);
  }

  /** Callers whose phone could not play its part to the end. */
  synchronized long failed() {
    return callers.stream().filter(c -> c.ended() && !c.succeeded()).count();
  }

  synchronized PeerCounts counts() {
    List<List<String>> all = new ArrayList<>();
    callers.forEach(phone -> all.add(phone.turns()));
    technicians.forEach(phone -> all.add(phone.turns()));
    homes.forEach(phone -> all.add(phone.turns()));
    return PeerCounts.of(all);
  }

  private static String millis(Duration time) {
    return Long.toString(Math.max(1, time.toMillis()));
  }

  @Override
  public synchronized void close() {
    callers.forEach(SippRun::close);
    technicians.forEach(SippRun::close);
    homes.forEach(SippRun::close);
  }
}
