package svara.engine.mailbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An SMTP server that answers as a test says, and keeps the mails it says yes to. */
public final class PlayedSmtp implements AutoCloseable {
  /** Ends the connection without a word. */
  public static final String DROP = "drop";

  /** Says nothing and waits. */
  public static final String STALL = "stall";

  private final ServerSocket door;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final List<String> handed = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<String> answers = PlayedSmtp::usual;

  public PlayedSmtp() throws IOException {
    door = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Mails whose taking over was confirmed, or whose confirmation was lost on the way. */
  public List<String> accepted() {
    return accepted;
  }

  /** Mails that came whole, whatever was answered. */
  public List<String> handed() {
    return handed;
  }

  /**
   * @param answers to each command, {@code connect}, and {@code .} for the end of a mail; with
   *     {@code 250} and {@link #DROP} after it the mail is taken and the answer lost
   */
  public void answer(UnaryOperator<String> answers) {
    this.answers = answers;
  }

  public static String usual(String command) {
    return switch (command) {
      case "connect" -> "220 played.example.se";
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 bye";
      case "." -> "250 2.0.0 queued as 42";
      default -> "250 ok";
    };
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> talk(client));
      } catch (IOException e) {
        // the door is closed
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      if (!say(client, answers.apply("connect"))) {
        return;
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String command = line.split("[ :]", 2)[0];
        String answer = answers.apply(command);
        if (!say(client, answer)) {
          return;
        }
        if (command.equals("DATA") && answer.startsWith("354") && !mail(client, lines)) {
          return;
        }
      }
    } catch (IOException e) {
      // ended by the other side
    }
  }

  private boolean mail(Socket client, BufferedReader lines) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(".")) {
        String answer = answers.apply(".");
        handed.add(mail.toString());
        if (answer.startsWith("250")) {
          accepted.add(mail.toString());
        }
        return say(client, answer.equals("250" + DROP) ? DROP : answer);
      }
      mail.append(line).append('\n');
    }
    return false;
  }

  private static boolean say(Socket client, String answer) throws IOException {
    if (answer.equals(DROP)) {
      client.close();
      return false;
    }
    if (!answer.equals(STALL)) {
      client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      client.getOutputStream().flush();
    }
    return true;
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
