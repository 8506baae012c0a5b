package svara.config;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code svara person}: what somebody may ask for himself. */
@Command(
    name = "person",
    description = "What is kept about one person: handed out, or erased.",
    mixinStandardHelpOptions = true)
final class PersonCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what: person export ADDRESS FILE.zip, or person erase ADDRESS");
  }
}
