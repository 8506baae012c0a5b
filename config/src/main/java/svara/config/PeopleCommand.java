package svara.config;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code svara people}: what is done to the list of people. */
@Command(
    name = "people",
    description = "The people the helpdesk knows.",
    mixinStandardHelpOptions = true)
final class PeopleCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what: people import FILE.csv, or people sync");
  }
}
