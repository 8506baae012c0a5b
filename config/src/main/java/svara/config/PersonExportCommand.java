package svara.config;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import svara.config.settings.Settings;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PersonExport;
import svara.engine.postgres.PostgresStores;

/** {@code svara person export}: all that is kept about one person, in one file. */
@Command(
    name = "export",
    description = {
      "Writes all that is kept about a person into a zip file: calls, tickets, mails as they came,",
      "files and voice messages. The file is readable by you alone."
    },
    mixinStandardHelpOptions = true)
final class PersonExportCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;

  private final Terminal terminal;
  private int parts;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(index = "0", paramLabel = "ADDRESS", description = "one of the person's addresses")
  private String address = "";

  @Parameters(index = "1", paramLabel = "FILE.zip", description = "must not be there yet")
  private Path file = Path.of("");

  PersonExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = config.read(terminal.environment());
    Vertx vertx = Vertx.vertx();
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      Migrations.run(database.address());
      PersonExport export =
          PostgresStores.open(vertx, database.address(), CONNECTIONS, settings.zone())
              .personExport();
      OptionalLong person = export.person(address).await();
      if (person.isEmpty()) {
        terminal.err().println("svara: nobody is known under " + address);
        return ExitCode.FOUND_WRONG;
      }
      write(export, person.getAsLong());
      terminal.out().printf("person: %d parts in %s%n", parts, file);
      return ExitCode.DONE;
    } catch (FileAlreadyExistsException e) {
      throw new MissingException("%s is there already: name another file".formatted(file));
    } finally {
      vertx.close().await();
    }
  }

  private void write(PersonExport export, long person) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      export.export(person, part -> put(zip, part)).await();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void put(ZipOutputStream zip, PersonExport.Part part) {
    try {
      zip.putNextEntry(new ZipEntry(part.name()));
      zip.write(part.content().getBytes());
      zip.closeEntry();
      parts++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
