package svara.config.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import svara.telephony.asterisk.AsteriskInstance;

/**
 * Watches at the exchange whose orders are carried out: every step of the dialplan, by a manager's
 * user of its own. The context that an order leads to is its kind, the extension is the epoch.
 */
final class ExchangeWitness implements AutoCloseable {
  private static final String USER = "witness";

  private final Socket socket;
  private final List<OwnershipHistory.Act> acts = new CopyOnWriteArrayList<>();
  private final Map<String, String> held = new HashMap<>();

  ExchangeWitness(AsteriskInstance asterisk) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), asterisk.amiPort());
    say("Action: Login", "Username: " + USER, "Secret: " + AsteriskInstance.AMI_SECRET);
    Thread.ofVirtual().start(this::listen);
  }

  /** An exchange that tells its dialplan's steps to whoever watches. */
  static AsteriskInstance exchange(String queue, String number) throws IOException {
    AsteriskInstance asterisk =
        AsteriskInstance.make(List.of(AsteriskInstance.Queue.oneAndOne(queue, number)));
    Path manager = asterisk.folder().resolve("etc/manager.conf");
    Files.writeString(
        manager,
        Files.readString(manager).replace("disabledevents = Newexten,", "disabledevents = ")
            + """

            [%s]
            secret = %s
            permit = 127.0.0.1/255.255.255.255
            read = dialplan
            write = call,originate,user
            """
                .formatted(USER, AsteriskInstance.AMI_SECRET));
    asterisk.start();
    return asterisk;
  }

  /** As an engine would that still believes that it owns the queue. */
  void say(String... lines) throws IOException {
    String action = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(action.getBytes(StandardCharsets.US_ASCII));
  }

  private void listen() {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      Map<String, String> event = new HashMap<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          event.put(line.substring(0, colon), line.substring(colon + 2));
        } else if (line.isEmpty()) {
          heard(event);
          event.clear();
        }
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void heard(Map<String, String> event) {
    if (!"Newexten".equals(event.get("Event"))) {
      return;
    }
    String context = event.get("Context");
    String step = event.get("Application") + " " + event.getOrDefault("AppData", "");
    if (step.startsWith("Dial ") && context.equals("svara-connect")) {
      note(event, true);
    } else if (step.startsWith("Answer ") && context.equals("svara-hold")) {
      held.put(event.get("Channel"), event.get("Extension"));
      note(event, true);
    } else if (step.startsWith("Playtones ") && context.equals("svara-callback")) {
      note(event, true);
    } else if (step.equals("Set SVARA_RESULT=LATE-0") && context.equals("svara-connect")) {
      note(event, false);
    }
  }

  private void note(Map<String, String> event, boolean taken) {
    acts.add(
        new OwnershipHistory.Act(
            event.get("Context"), Long.parseLong(event.get("Extension")), taken));
  }

  List<OwnershipHistory.Act> acts() {
    return List.copyOf(acts);
  }

  /** A channel that was held, and the epoch of who held it. */
  Map<String, String> held() {
    return Map.copyOf(held);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
