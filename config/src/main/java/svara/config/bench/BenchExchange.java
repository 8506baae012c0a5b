package svara.config.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import svara.telephony.asterisk.AsteriskNotStarted;
import svara.telephony.asterisk.AsteriskProcess;

/**
 * An exchange with Svara's own configuration, and beside it the same helpdesk as Asterisk's own
 * {@code Queue()}: the same technicians at the same phones.
 */
final class BenchExchange implements AutoCloseable {
  static final String HELPDESK = "100";
  static final String NOBODY_ON_DUTY = "101";
  static final String PEER_HELPDESK = "900";
  static final String PEER_NOBODY_ON_DUTY = "901";
  static final String AMI_SECRET = "bench";

  private static final int FIRST_PHONE = 3001;

  private final AsteriskProcess asterisk;
  private final int sipPort;
  private final int amiPort;

  private BenchExchange(AsteriskProcess asterisk, int sipPort, int amiPort) {
    this.asterisk = asterisk;
    this.sipPort = sipPort;
    this.amiPort = amiPort;
  }

  /**
   * Makes and starts it.
   *
   * @param svara whether Svara comes to it
   * @param technicians how many phones
   * @param techniciansPort where all of them are
   */
  static BenchExchange start(
      BenchPlaces places, Path folder, boolean svara, int technicians, int techniciansPort)
      throws IOException {
    int sipPort = BenchPlaces.freeUdpPort();
    int amiPort = BenchPlaces.freeTcpPort();
    AsteriskProcess asterisk = made(places, folder, sipPort, amiPort);
    if (!svara) {
      withoutSvara(folder);
    }
    Files.writeString(
        folder.resolve("etc/pjsip.conf"),
        phones(technicians, techniciansPort),
        StandardOpenOption.APPEND);
    Files.writeString(folder.resolve("etc/svara/queues.d/peer.conf"), peerQueues(technicians));
    Files.writeString(folder.resolve("etc/svara/dialplan.d/peer.conf"), PEER_DIALPLAN);
    try {
      asterisk.start();
    } catch (AsteriskNotStarted e) {
      throw new BenchFailure(String.valueOf(e.getMessage()), e);
    }
    return new BenchExchange(asterisk, sipPort, amiPort);
  }

  /** Addresses of the technicians' phones, in Asterisk's form. */
  static List<String> dials(int technicians) {
    return IntStream.range(0, technicians).mapToObj(i -> "PJSIP/" + (FIRST_PHONE + i)).toList();
  }

  int sipPort() {
    return sipPort;
  }

  int amiPort() {
    return amiPort;
  }

  double processorSeconds() throws IOException {
    return ProcessTime.alone(asterisk.pid());
  }

  @Override
  public void close() {
    asterisk.close();
  }

  private static AsteriskProcess made(BenchPlaces places, Path folder, int sipPort, int amiPort) {
    try {
      return AsteriskProcess.made(
          new AsteriskProcess.Setup(
              places.home(),
              places.asterisk(),
              places.sounds(),
              folder,
              List.of(
                  "SYSTEM=bench",
                  "SIP_PORT=" + sipPort,
                  "AMI_PORT=" + amiPort,
                  "AMI_SECRET=" + AMI_SECRET,
                  "RTP_START=20000",
                  "RTP_END=29999"),
              List.of(
                  List.of("NAME=helpdesk", "NUMBERS=" + HELPDESK, "TALKING=1000", "WAITING=1000"),
                  List.of(
                      "NAME=nobody", "NUMBERS=" + NOBODY_ON_DUTY, "TALKING=1", "WAITING=1000"))));
    } catch (AsteriskNotStarted e) {
      throw new BenchFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private static String phones(int technicians, int port) {
    return IntStream.range(FIRST_PHONE, FIRST_PHONE + technicians)
        .mapToObj(phone ->
            """
            [%1$d](svara-phone)
            aors = %1$d
            [%1$d]
            type = aor
            contact = sip:%1$d@127.0.0.1:%2$d
            """
                .formatted(phone, port))
        .collect(Collectors.joining());
  }

  /** Longest free first and one call a phone, as Svara does it. */
  private static String peerQueues(int technicians) {
    String members =
        dials(technicians).stream().map("member => %s\n"::formatted).collect(Collectors.joining());
    return """
    [peer-template](!)
    strategy = leastrecent
    timeout = 20
    retry = 1
    ringinuse = no
    autofill = yes
    joinempty = yes
    musicclass = svara
    announce-frequency = 0
    [peer](peer-template)
    %s
    [peer-nobody](peer-template)
    """
        .formatted(members);
  }

  /**
   * An exchange that Svara is not at has neither what it needs of the exchange nor what makes the
   * exchange cheaper for it: it reports as Asterisk does by itself, to one who reads it.
   */
  private static void withoutSvara(Path folder) throws IOException {
    Path manager = folder.resolve("etc/manager.conf");
    List<String> lines =
        new ArrayList<>(
            Files.readAllLines(manager).stream()
                .filter(line -> !line.matches("(channelvars|disabledevents).*"))
                .toList());
    lines.addAll(
        List.of("[" + EventReader.USER + "]", "secret = " + AMI_SECRET, "read = call,agent"));
    Files.write(manager, lines);
    Files.writeString(folder.resolve("etc/stasis.conf"), "");
  }

  private static final String PEER_DIALPLAN =
      """
      [from-callers](+)
      exten => %s,1,Queue(peer)
      exten => %s,1,Answer(1)
       same => n,Queue(peer-nobody)
      """
          .formatted(PEER_HELPDESK, PEER_NOBODY_ON_DUTY);
}
