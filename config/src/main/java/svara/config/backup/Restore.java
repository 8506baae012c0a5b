package svara.config.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseContents;
import svara.engine.postgres.DatabaseRefill;
import svara.engine.postgres.DatabaseSnapshot;
import svara.engine.postgres.Migrations;

/**
 * The way back from a file that {@link Backup} made. Nothing is changed before the whole file has
 * been read and found unchanged, and the database is filled in one transaction.
 *
 * @param home the product's folder
 * @param beside the folder that settings and prompts are put into, for a person to compare
 */
public record Restore(Path home, Path beside, Consumer<String> progress) {

  /**
   * What was restored.
   *
   * @param madeAt when the backup was made
   * @param differences of the filled database from what the backup says; empty when all is well
   */
  public record Restored(Instant madeAt, long tables, long rows, List<String> differences) {
    public Restored {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Fills the database.
   *
   * @param overwrite whether a filled database may be replaced
   * @throws BackupException when it does not: the database is as it was
   */
  public Restored from(Path file, DatabaseAddress address, boolean overwrite) {
    try {
      if (!Files.isRegularFile(file)) {
        throw BackupException.missing(file + " is not there: name a file that backup made");
      }
      progress.accept("reading " + file);
      if (!Seal.holds(file)) {
        throw BackupException.wrong(
            file + " is not whole, was changed, or is no backup: take another one");
      }
      try (ZipFile zip = new ZipFile(file.toFile())) {
        return from(zip, address, overwrite);
      }
    } catch (IOException e) {
      throw BackupException.wrong("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private Restored from(ZipFile zip, DatabaseAddress address, boolean overwrite)
      throws IOException {
    Manifest manifest;
    try (InputStream in = opened(zip, Backup.MANIFEST)) {
      manifest = Manifest.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    int major = ready(address, overwrite);
    if (major < manifest.major()) {
      throw BackupException.missing(
          "the backup is of PostgreSQL %d and this server is %d: restore into %d or later"
              .formatted(manifest.major(), major, manifest.major()));
    }
    int known = Migrations.newest(address);
    if (manifest.contents().schema() > known) {
      throw BackupException.wrong(
          "the backup is of a newer Svara (tables %d, this one knows %d): install that one first"
              .formatted(manifest.contents().schema(), known));
    }
    PostgresClient client = PostgresClient.of(major, address, home);
    try (InputStream dump = opened(zip, Backup.DATABASE)) {
      client.refill(dump, name -> progress.accept("filling " + name));
    }
    List<String> differences = compare(address, manifest);
    DatabaseRefill.release(address);
    Migrations.run(address);
    files(zip);
    return new Restored(
        manifest.madeAt(),
        manifest.contents().tables().size(),
        manifest.contents().rows(),
        differences);
  }

  private static InputStream opened(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw BackupException.wrong("there is no %s in the backup: take another one".formatted(name));
    }
    return zip.getInputStream(entry);
  }

  /** The server's major version, once nothing speaks against filling it. */
  private static int ready(DatabaseAddress address, boolean overwrite) {
    DatabaseRefill.Look look = DatabaseRefill.look(address);
    if (!look.nodes().isEmpty()) {
      throw BackupException.wrong(
          "an engine (%s) works in the database %s: stop it first, and wait ten seconds"
              .formatted(look.nodes(), address));
    }
    if (look.filled() && !overwrite) {
      throw BackupException.wrong(
          "the database %s is not empty: --overwrite replaces all that is in it"
              .formatted(address));
    }
    try (DatabaseSnapshot moment = DatabaseSnapshot.of(address)) {
      return moment.major();
    }
  }

  private List<String> compare(DatabaseAddress address, Manifest manifest) {
    try (DatabaseSnapshot filled = DatabaseSnapshot.of(address)) {
      DatabaseContents is = filled.contents(name -> progress.accept("comparing " + name));
      return manifest.contents().differences(is, manifest.sequencesMost());
    }
  }

  private void files(ZipFile zip) throws IOException {
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      String name = entry.getName();
      Path target = beside.resolve(name).normalize();
      if (name.equals(Backup.DATABASE) || entry.isDirectory()) {
        continue;
      }
      if (!target.startsWith(beside)) {
        throw BackupException.wrong("the backup names a file outside its folder: " + name);
      }
      Files.createDirectories(
          target.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
