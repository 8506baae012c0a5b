package svara.config.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** Those who write: hand their mails to the server (RFC 5321) and count what it took. */
final class Correspondents {
  private static final int PATIENCE_MS = Math.toIntExact(Duration.ofSeconds(5).toMillis());

  private final int smtpPort;
  private final InstantSource clock;
  private final Set<String> names = new HashSet<>();
  private long sent;

  Correspondents(int smtpPort, InstantSource clock) {
    this.smtpPort = smtpPort;
    this.clock = clock;
  }

  /** How many mails the server has taken. */
  synchronized long sent() {
    return sent;
  }

  /** Who has written. */
  synchronized Set<String> names() {
    return Set.copyOf(names);
  }

  synchronized void write(PlannedMail mail) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), smtpPort), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      expect(answers, '2');
      say(out, answers, "EHLO example.se", '2');
      say(out, answers, "MAIL FROM:<" + mail.address() + ">", '2');
      say(out, answers, "RCPT TO:<" + DemoMailServer.ADDRESS + ">", '2');
      say(out, answers, "DATA", '3');
      // a line of a single point ends the mail
      say(out, answers, mail.message(clock.instant()).replace("\r\n.", "\r\n..") + "\r\n.", '2');
      sent++;
      names.add(mail.name());
      say(out, answers, "QUIT", '2');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(OutputStream out, BufferedReader answers, String line, char kind)
      throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    expect(answers, kind);
  }

  /** An answer of several lines has a hyphen after the code in all but the last. */
  private static void expect(BufferedReader answers, char kind) throws IOException {
    String line = answers.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = answers.readLine();
    }
    if (line == null || line.isEmpty() || line.charAt(0) != kind) {
      throw new IOException("the mail server says " + line);
    }
  }
}
