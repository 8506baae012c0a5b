package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.config.backup.SealedFile;
import svara.engine.id.QueueId;
import svara.engine.port.DrivenQueue;
import svara.engine.postgres.DatabaseAddress;

/** A copy of a filled database, restored elsewhere with PostgreSQL's own programs. */
@Tag("storage")
@Timeout(300)
class BackupIT {
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();
  @RegisterExtension final TestDatabase elsewhere = TestDatabase.embedded();

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void fill() throws Exception {
    file = folder.resolve("svara.backup");
    DrivenQueue.open(database.stores().queues(), "helpdesk", Instant.parse("2026-03-04T08:00:00Z"))
        .served("s-1", "+46701740605");
    owner(
        database,
        """
        insert into mail_in (mailbox, digest, message_id, received_at, raw, fate, reason)
        values ('helpdesk', '\\x01', 'm1@example.se', now(),
                decode(repeat('00ff0d0a', 50000), 'hex'), 'kept', 'attachment');
        insert into ticket_file (ticket, kind, name, media_type, size_bytes, bytes)
        select min(number), 'attached', 'ritning.pdf', 'application/pdf', 300000,
               decode(repeat('00ff0d0a25', 60000), 'hex') from ticket;
        select nextval('ticket_serial') from generate_series(1, 41);
        update queue_lease set expires_at = '-infinity'
        """);
  }

  @Test
  @Proves("F19")
  void whatWasCopiedIsElsewhereAndTheJournalSaysTheSame() throws Exception {
    CommandRun made = run(database, "backup", file.toString());
    assertEquals(ExitCode.DONE, made.exit(), made.err());
    assertTrue(made.out().startsWith("backup: tables "), made.out());
    assertTrue(made.err().contains("copying journal ("), made.err());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

    CommandRun restored = run(elsewhere, "restore", file.toString());

    assertEquals(ExitCode.DONE, restored.exit(), restored.err());
    assertTrue(restored.out().contains(" differ 0 made "), restored.out());
    assertTrue(restored.out().contains("rebuilt_off 0"), restored.out());
    assertTrue(restored.out().contains("differed 0 mismatches 0"), restored.out());
    String files =
        "select count(*) || ' ' || min(length(bytes)) || ' ' || min(md5(bytes)) from ticket_file";
    assertEquals(word(database, files), word(elsewhere, files));
    assertTrue(word(elsewhere, files).startsWith("1 300000 "), word(elsewhere, files));
    assertEquals("200000", word(elsewhere, "select length(raw) from mail_in"));
    assertEquals(
        word(database, "select nextval('ticket_serial')"),
        word(elsewhere, "select nextval('ticket_serial')"));
    assertEquals(
        word(database, "select count(*) || ' ' || max(id) from journal"),
        word(elsewhere, "select count(*) || ' ' || max(id) from journal"));
  }

  @Test
  void theRestoredDatabaseTakesUpWorkAboveEveryEpochTheExchangeHasSeen() throws Exception {
    run(database, "backup", file.toString());
    CommandRun restored = run(elsewhere, "restore", file.toString());
    assertEquals(ExitCode.DONE, restored.exit(), restored.err());
    String queue = word(elsewhere, "select min(queue) from queue_lease");

    long epoch =
        elsewhere
            .stores()
            .queues()
            .claim(new QueueId(queue), "other", Duration.ofSeconds(6))
            .await()
            .orElseThrow()
            .epoch();

    assertTrue(epoch > 1_700_000_000L, "epoch " + epoch);
  }

  @Test
  void aTruncatedAndAChangedFileAreRefusedAndNothingIsTouched() throws Exception {
    run(database, "backup", file.toString());
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {10, whole.length / 2, whole.length - 200, whole.length - 1}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      refused(changed, "was changed");
    }
    refused(java.util.Arrays.copyOf(whole, whole.length / 2), "not whole");
    refused(java.util.Arrays.copyOf(whole, whole.length - 1), "not whole");
    refused(new byte[0], "not whole");
    assertEquals("0", word(elsewhere, "select count(*) from journal"));
  }

  @Test
  void aFilledDatabaseIsReplacedOnlyWhenThatIsSaid() throws Exception {
    run(database, "backup", file.toString());
    owner(elsewhere, "insert into person (email, name) values ('eva@example.se', 'Eva')");

    CommandRun refused = run(elsewhere, "restore", file.toString());
    assertEquals(ExitCode.FOUND_WRONG, refused.exit());
    assertTrue(refused.err().contains("--overwrite"), refused.err());
    assertEquals("1", word(elsewhere, "select count(*) from person"));

    CommandRun done = run(elsewhere, "restore", "--overwrite", file.toString());
    assertEquals(ExitCode.DONE, done.exit(), done.err());
    assertEquals("0", word(elsewhere, "select count(*) from person"));
  }

  @Test
  void aDatabaseThatAnEngineWorksInIsLeftAlone() throws Exception {
    run(database, "backup", file.toString());
    owner(
        elsewhere,
        """
        insert into queue_lease (queue, node, epoch, expires_at)
        values ('helpdesk', 'node7', 3, now() + interval '1 hour')
        """);

    CommandRun refused = run(elsewhere, "restore", "--overwrite", file.toString());

    assertEquals(ExitCode.FOUND_WRONG, refused.exit());
    assertTrue(refused.err().contains("node7"), refused.err());
  }

  @Test
  @Proves("F19")
  void aRestoreThatFailsHalfWayChangesNothing() throws Exception {
    run(database, "backup", file.toString());
    owner(elsewhere, "insert into person (email, name) values ('eva@example.se', 'Eva')");
    // somebody else's report hangs on a table: it is not thrown away
    owner(elsewhere, "create schema reports; create view reports.mine as select * from ticket");

    CommandRun failed = run(elsewhere, "restore", "--overwrite", file.toString());

    assertEquals(ExitCode.FOUND_WRONG, failed.exit(), failed.err());
    assertTrue(failed.err().contains("the database is as it was"), failed.err());
    assertEquals("1", word(elsewhere, "select count(*) from person"));
  }

  @Test
  void aBackupWhoseContentsAreNotWhatItSaysIsFound() throws Exception {
    run(database, "backup", file.toString());
    // planted: the note counts one call more, and the file is sealed again
    Path planted = folder.resolve("planted.backup");
    Files.copy(file, planted);
    try (FileSystem zip = FileSystems.newFileSystem(planted)) {
      Path note = zip.getPath("backup.json");
      Files.writeString(
          note, Files.readString(note).replaceFirst("\"rows\" : 1\\b", "\"rows\" : 2"));
    }
    SealedFile.sealAgain(planted);

    CommandRun found = run(elsewhere, "restore", planted.toString());

    assertEquals(ExitCode.FOUND_WRONG, found.exit());
    assertTrue(found.err().contains("restore: differs: table "), found.err());
  }

  @Test
  void aDatabaseAndABackupOfANewerSvaraAreRefused() throws Exception {
    owner(
        database,
        """
        insert into flyway_schema_history
        select installed_rank + 1000, '999', description, type, script, checksum, installed_by,
               installed_on, execution_time, success
        from flyway_schema_history where version = '1'
        """);
    run(database, "backup", file.toString());

    CommandRun restored = run(elsewhere, "restore", file.toString());
    assertEquals(ExitCode.FOUND_WRONG, restored.exit());
    assertTrue(restored.err().contains("is of a newer Svara (tables 999"), restored.err());

    CommandRun started = run(database, "start");
    assertEquals(ExitCode.MISSING, started.exit());
    assertTrue(started.err().contains("is of a newer Svara (tables 999"), started.err());
    assertEquals(1, started.err().lines().filter(line -> line.startsWith("svara:")).count());
  }

  @Test
  void settingsComeWithoutSecretsUnlessAsked() throws Exception {
    run(database, "backup", file.toString());
    Path all = folder.resolve("all.backup");
    run(database, "backup", "--with-secrets", all.toString());

    assertFalse(settingsIn(file).contains("hunter2"), settingsIn(file));
    assertTrue(settingsIn(file).contains("# what the helpdesk is called"), settingsIn(file));
    assertTrue(settingsIn(all).contains("hunter2"), settingsIn(all));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertTrue(zip.getEntry("prompts/sv.yaml") != null);
    }
  }

  @Test
  void aFileThatIsThereIsNotWrittenOver() throws Exception {
    Files.writeString(file, "mine");

    CommandRun run = run(database, "backup", file.toString());

    assertEquals(ExitCode.FOUND_WRONG, run.exit());
    assertEquals("mine", Files.readString(file));
  }

  private void refused(byte[] bytes, String why) throws IOException {
    Path bad = folder.resolve("bad.backup");
    Files.write(bad, bytes);
    CommandRun run = run(elsewhere, "restore", "--overwrite", bad.toString());
    assertEquals(ExitCode.FOUND_WRONG, run.exit(), run.err());
    assertTrue(run.err().contains(why), run.err());
  }

  private static String settingsIn(Path backup) throws IOException {
    try (ZipFile zip = new ZipFile(backup.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("settings.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private CommandRun run(TestDatabase on, String... words) {
    try {
      Path config = folder.resolve("svara.yaml");
      Files.writeString(
          config,
          """
          # what the helpdesk is called
          queues: [{name: helpdesk}]
          telephony: {ami: {secret: "hunter2"}}
          """);
      DatabaseAddress there = on.address();
      Map<String, String> environment =
          new HashMap<>(
              Map.of(
                  "SVARA_HOME", Checkout.root().toString(),
                  "SVARA_DATA", folder.resolve("data").toString(),
                  "SVARA_DATABASE_URL",
                      "postgresql://127.0.0.1:" + there.port() + "/" + there.database(),
                  "SVARA_DATABASE_PASSWORD", there.engine().password(),
                  "SVARA_DATABASE_OWNERPASSWORD", there.owner().password()));
      List<String> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--config", config.toString()));
      return CommandRun.of(environment, all.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void owner(TestDatabase on, String sql) throws SQLException {
    try (Connection owner = on.owner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String word(TestDatabase on, String sql) throws SQLException {
    try (Connection owner = on.owner();
        Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
