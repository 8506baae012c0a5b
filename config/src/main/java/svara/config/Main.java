package svara.config;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import svara.config.backup.BackupException;
import svara.config.demo.DemoMissing;
import svara.config.settings.SettingsException;
import svara.engine.port.StoreException;

/** The command line: one class a command, and what their ends mean. */
@Command(
    name = "svara",
    description = "Answers a helpdesk's phone and mail.",
    mixinStandardHelpOptions = true,
    version = "Svara 0.1.0")
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /** Runs one command to its end. */
  static int run(Terminal terminal, String... arguments) {
    // before the first logger is made; a command that starts an engine sets its own level
    if (System.getProperty(LogLevel.PROPERTY) == null) {
      LogLevel.set(LogLevel.OF_COMMANDS);
    }
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand("start", new StartCommand(terminal));
    line.addSubcommand("doctor", new DoctorCommand(terminal));
    line.addSubcommand("verify", new VerifyCommand(terminal));
    line.addSubcommand("status", new StatusCommand(terminal));
    line.addSubcommand("mail", new MailCommand(terminal));
    line.addSubcommand("people", people(terminal));
    line.addSubcommand("person", person(terminal));
    line.addSubcommand("retention", new RetentionCommand(terminal));
    line.addSubcommand("user", user(terminal));
    line.addSubcommand("token", token(terminal));
    line.addSubcommand("figures", figures(terminal));
    line.addSubcommand("backup", new BackupCommand(terminal));
    line.addSubcommand("restore", new RestoreCommand(terminal));
    line.addSubcommand("demo", new DemoCommand(terminal));
    line.addSubcommand("bench", new BenchCommand(terminal));
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((cause, _, _) -> ended(terminal.err(), cause));
    if (arguments.length == 0) {
      line.usage(terminal.err());
      return ExitCode.WRONG_USE;
    }
    return line.execute(arguments);
  }

  private static CommandLine people(Terminal terminal) {
    CommandLine people = new CommandLine(new PeopleCommand());
    people.addSubcommand("import", new PeopleImportCommand(terminal));
    people.addSubcommand("sync", new PeopleSyncCommand(terminal));
    return people;
  }

  private static CommandLine person(Terminal terminal) {
    CommandLine person = new CommandLine(new PersonCommand());
    person.addSubcommand("export", new PersonExportCommand(terminal));
    person.addSubcommand("erase", new PersonEraseCommand(terminal));
    return person;
  }

  private static CommandLine user(Terminal terminal) {
    CommandLine user = new CommandLine(new UserCommand());
    user.addSubcommand("add", new UserAddCommand(terminal));
    user.addSubcommand("link", new UserLinkCommand(terminal));
    return user;
  }

  private static CommandLine token(Terminal terminal) {
    CommandLine token = new CommandLine(new TokenCommand());
    token.addSubcommand("add", new TokenAddCommand(terminal));
    token.addSubcommand("revoke", new TokenRevokeCommand(terminal));
    return token;
  }

  private static CommandLine figures(Terminal terminal) {
    CommandLine figures = new CommandLine(new FiguresCommand(terminal));
    figures.addSubcommand("rebuild", new FiguresRebuildCommand(terminal));
    figures.addSubcommand("queue-log", new FiguresQueueLogCommand(terminal));
    return figures;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  /** An expected end is told in its own words; anything else is our bug and shows where it is. */
  private static int ended(PrintStream err, Exception cause) {
    return switch (cause) {
      case SettingsException refused -> {
        refused.problems().forEach(err::println);
        err.println("svara: the settings are refused; nothing was started");
        yield ExitCode.WRONG_USE;
      }
      case MissingException missing -> {
        err.println("svara: " + missing.getMessage());
        yield ExitCode.MISSING;
      }
      case BackupException refused -> {
        err.println("svara: " + refused.getMessage());
        yield refused.isMissing() ? ExitCode.MISSING : ExitCode.FOUND_WRONG;
      }
      case DemoMissing missing -> {
        err.println("svara: " + missing.getMessage());
        yield ExitCode.MISSING;
      }
      case EmbeddedPostgresException missing -> {
        err.println("svara: " + missing.getMessage());
        yield ExitCode.MISSING;
      }
      case StoreException away -> {
        err.println("svara: " + away.getMessage() + "; ./svara doctor tells more");
        yield ExitCode.MISSING;
      }
      default -> {
        err.println("svara: a fault in Svara itself");
        cause.printStackTrace(err);
        yield ExitCode.FOUND_WRONG;
      }
    };
  }
}
