package svara.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code svara mail}: hands mail to the running engine, as a mail server's pipe does. 75 asks the
 * mail server to keep the mail and try again.
 */
@Command(
    name = "mail",
    description = "Hands a mail on standard input, or a folder of mails, to the running engine.",
    mixinStandardHelpOptions = true)
final class MailCommand implements Callable<Integer> {
  /** What the engine's intake takes; it keeps what is bigger than its own setting unread. */
  private static final int BYTES_MAX = 30 * 1024 * 1024;

  private static final int FILES_MAX = 100_000;

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--mailbox", paramLabel = "NAME", description = "that the mail came to")
  private String mailbox = "";

  @Option(
      names = "--maildir",
      paramLabel = "DIR",
      description = "hands over every mail in it, a line each; the files stay")
  private @Nullable Path maildir;

  MailCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Optional<RunningEngine> engine = RunningEngine.of(config.dataFolder(terminal.environment()));
    if (engine.isEmpty()) {
      return later("no engine runs here: start it with ./svara start");
    }
    if (maildir == null) {
      return hand(engine.get(), terminal.in());
    }
    int worst = ExitCode.DONE;
    for (Path file : files(maildir)) {
      try (InputStream mail = Files.newInputStream(file)) {
        worst = Math.max(worst, hand(engine.get(), mail));
      }
      if (worst == ExitCode.TRY_AGAIN) {
        return worst;
      }
    }
    return worst;
  }

  /** Of a Maildir what is new and what was seen; of another folder its files; by name. */
  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    for (Path part : List.of(folder.resolve("new"), folder.resolve("cur"), folder)) {
      if (Files.isDirectory(part)) {
        try (Stream<Path> all = Files.list(part)) {
          all.filter(Files::isRegularFile).sorted().limit(FILES_MAX).forEach(files::add);
        } catch (IOException e) {
          throw new MissingException("%s can not be read: name a folder of mails".formatted(part));
        }
      } else if (part.equals(folder)) {
        throw new MissingException("no folder %s: name a folder of mails".formatted(folder));
      }
    }
    return files;
  }

  private int hand(RunningEngine engine, InputStream mail) throws IOException {
    byte[] raw = mail.readNBytes(BYTES_MAX + 1);
    if (raw.length > BYTES_MAX) {
      terminal.err().println("svara: the mail is larger than " + BYTES_MAX + " bytes");
      return ExitCode.FOUND_WRONG;
    }
    try {
      String path = "/api/v1/mail-intake" + query();
      return told(engine.send("POST", path, "message/rfc822", BodyPublishers.ofByteArray(raw)));
    } catch (IOException e) {
      // also when it was taken and only the answer is lost: the next time it is a duplicate
      return later("the engine does not answer: " + e.getMessage());
    }
  }

  private String query() {
    return mailbox.isEmpty()
        ? ""
        : "?mailbox=" + URLEncoder.encode(mailbox, StandardCharsets.UTF_8);
  }

  private int told(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status == 200) {
      terminal.out().print(answer.body());
      return ExitCode.DONE;
    }
    String words = "the engine answers %d %s".formatted(status, answer.body().strip());
    if (status >= 500 || status == 429 || status == 408) {
      return later(words);
    }
    terminal.err().println("svara: " + words);
    return ExitCode.FOUND_WRONG;
  }

  private int later(String words) {
    terminal.err().println("svara: " + words);
    return ExitCode.TRY_AGAIN;
  }
}
