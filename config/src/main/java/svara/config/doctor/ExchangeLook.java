package svara.config.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import svara.config.settings.TelephonySettings.AmiSettings;

/**
 * What an exchange shows of itself to a manager user who signs in for a moment. Speaks the manager
 * protocol by hand: three questions, one after the other, need no library and no threads.
 *
 * @param version as Asterisk writes it: {@code 22.10.1}
 * @param now by the exchange's clock, in whole seconds
 * @param dialplan whether context {@code svara-queue} is there
 */
record ExchangeLook(String version, Instant now, boolean dialplan) {
  private static final int LINE_MAX = 4096;
  private static final int LINES_MAX = 500;

  /** The exchange answered, and the answer was no. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String words) {
      super(words);
    }
  }

  /**
   * Signs in, asks and leaves.
   *
   * @throws RefusedException when it does not let the user in or do what must be done
   * @throws IOException when nothing that speaks the manager protocol answers in time
   */
  static ExchangeLook at(AmiSettings ami) throws IOException {
    Duration limit = ami.connectTimeout();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(ami.host(), ami.port()), (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      Session session =
          new Session(
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)),
              socket.getOutputStream());
      session.banner();
      session.ask(
          "Login", "Username", ami.user(), "Secret", ami.secret().reveal(), "Events", "off");
      String version = session.ask("CoreSettings").getOrDefault("AsteriskVersion", "");
      String epoch = session.ask("Getvar", "Variable", "EPOCH").getOrDefault("Value", "");
      String dialplan =
          session
              .ask("Getvar", "Variable", "DIALPLAN_EXISTS(svara-queue)")
              .getOrDefault("Value", "");
      return new ExchangeLook(version, instant(epoch), !dialplan.equals("0"));
    }
  }

  private static Instant instant(String epoch) throws IOException {
    try {
      return Instant.ofEpochSecond(Long.parseLong(epoch));
    } catch (NumberFormatException e) {
      throw new IOException("the exchange told no time", e);
    }
  }

  /** One signed-in connection; questions and answers alternate. */
  private static final class Session {
    private final BufferedReader in;
    private final Writer out;

    Session(BufferedReader in, java.io.OutputStream out) {
      this.in = in;
      this.out = new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8);
    }

    void banner() throws IOException {
      String banner = line();
      if (!banner.startsWith("Asterisk Call Manager/")) {
        throw new IOException("something else than an Asterisk manager interface answers");
      }
    }

    Map<String, String> ask(String action, String... headers) throws IOException {
      StringBuilder question = new StringBuilder("Action: " + action + "\r\n");
      for (int i = 0; i < headers.length; i += 2) {
        question.append(headers[i]).append(": ").append(clean(headers[i + 1])).append("\r\n");
      }
      out.write(question.append("\r\n").toString());
      out.flush();
      Map<String, String> answer = answer();
      if (!"Success".equals(answer.get("Response"))) {
        String words = answer.getOrDefault("Message", "no reason given");
        throw new RefusedException(action + ": " + words);
      }
      return answer;
    }

    /** The next response; events that come between are passed over. */
    private Map<String, String> answer() throws IOException {
      Map<String, String> headers = new HashMap<>();
      for (int lines = 0; lines < LINES_MAX; lines++) {
        String line = line();
        if (!line.isEmpty()) {
          int colon = line.indexOf(':');
          if (colon > 0) {
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
          }
        } else if (headers.containsKey("Response")) {
          return headers;
        } else {
          headers.clear();
        }
      }
      throw new IOException("the exchange talks without answering");
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0 || line.length() > LINE_MAX) {
          throw new IOException("the exchange ended the connection");
        }
        line.append((char) c);
      }
      return line.toString().stripTrailing();
    }

    /** A line break in a value would begin a second action. */
    private static String clean(String value) throws RefusedException {
      if (value.chars().anyMatch(c -> c < ' ')) {
        throw new RefusedException("a value with a line break is not sent");
      }
      return value;
    }
  }
}
