package svara.config;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code svara user}: who may sign in. */
@Command(name = "user", description = "Who may sign in.", mixinStandardHelpOptions = true)
final class UserCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what: user add NAME --role ROLE, or user link NAME");
  }
}
