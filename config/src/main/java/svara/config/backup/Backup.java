package svara.config.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import svara.config.settings.SecretsLeftOut;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseContents;
import svara.engine.postgres.DatabaseSnapshot;

/**
 * Makes the file: the database at one moment, the settings, the prompts. Mails with their
 * attachments are rows of the database. Others go on writing meanwhile.
 *
 * <pre>
 * backup.json      what is in it, table by table
 * database.dump    pg_dump, custom format
 * settings.yaml    without secrets unless asked
 * prompts/...      texts and recordings
 * access/...       who is let in: only with secrets
 * </pre>
 *
 * @param home the product's folder
 * @param settings the settings file
 * @param data the folder of the settings' {@code data}
 * @param recorded own recordings of prompts; may not exist
 */
public record Backup(
    Path home, Path settings, Path data, Path recorded, Instant now, Consumer<String> progress) {
  static final String MANIFEST = "backup.json";
  static final String DATABASE = "database.dump";
  static final String SETTINGS = "settings.yaml";
  static final String PROMPTS = "prompts/";
  static final String ACCESS = "access/";
  static final List<String> ACCESS_FILES = List.of("token.sha256", "session.key");

  /**
   * What was written.
   *
   * @param rows of all tables
   * @param sizeBytes of the file
   */
  public record Made(long tables, long rows, long sizeBytes) {}

  /**
   * Writes the file: whole, or not at all.
   *
   * @param secrets whether secrets are written too
   * @throws BackupException when it cannot
   */
  public Made to(Path file, DatabaseAddress address, boolean secrets) {
    Path target = file.toAbsolutePath();
    if (Files.exists(target)) {
      throw BackupException.wrong(file + " is there already: name another file");
    }
    Path fresh = target.resolveSibling(target.getFileName() + ".part");
    try {
      try {
        Files.deleteIfExists(fresh);
        // it holds what people wrote: nobody else may read it
        Files.createFile(
            fresh,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        DatabaseContents contents = write(fresh, address, secrets);
        Seal.set(fresh);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        return new Made(contents.tables().size(), contents.rows(), Files.size(target));
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw BackupException.wrong("%s cannot be written: %s".formatted(file, e));
    }
  }

  private DatabaseContents write(Path fresh, DatabaseAddress address, boolean secrets)
      throws IOException {
    try (DatabaseSnapshot moment = DatabaseSnapshot.of(address);
        ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(fresh))) {
      int major = moment.major();
      PostgresClient client = PostgresClient.of(major, address, home);
      DatabaseContents contents = moment.contents(name -> progress.accept("counting " + name));
      zip.setComment(Seal.OPEN);
      files(zip, secrets);
      // the dump is packed already
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.putNextEntry(new ZipEntry(DATABASE));
      client.dump(moment.id(), zip, name -> progress.accept("copying " + said(contents, name)));
      zip.closeEntry();
      Map<String, Long> most = moment.sequences();
      entry(zip, MANIFEST, new Manifest(now, major, secrets, contents, most).text());
      return contents;
    }
  }

  private static String said(DatabaseContents contents, String name) {
    DatabaseContents.Table table = contents.tables().get(name);
    return table == null ? name : "%s (%d rows)".formatted(name, table.rows());
  }

  private void files(ZipOutputStream zip, boolean secrets) throws IOException {
    if (Files.isRegularFile(settings)) {
      String text = Files.readString(settings);
      entry(zip, SETTINGS, secrets ? text : SecretsLeftOut.of(text));
    }
    prompts(zip, home.resolve("config/asterisk/prompts"), "");
    prompts(zip, recorded, "recorded/");
    for (String name : secrets ? ACCESS_FILES : List.<String>of()) {
      if (Files.exists(data.resolve(name))) {
        entry(zip, ACCESS + name, Files.readString(data.resolve(name)));
      }
    }
  }

  private void prompts(ZipOutputStream zip, Path folder, String under) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    boolean texts = under.isEmpty();
    try (Stream<Path> all = Files.walk(folder, texts ? 1 : 3)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        if (!texts || file.toString().endsWith(".yaml")) {
          String name = PROMPTS + under + folder.relativize(file);
          progress.accept("copying " + name);
          zip.putNextEntry(new ZipEntry(name));
          Files.copy(file, zip);
          zip.closeEntry();
        }
      }
    }
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    OutputStream out = zip;
    out.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
