package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.port.DrivenQueue;
import svara.engine.postgres.DatabaseAddress;

@Tag("storage")
@Timeout(120)
class VerifyCommandIT {
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  @TempDir Path folder;

  @Test
  void saysThatAllIsWellAndFindsAPlantedFault() throws Exception {
    DrivenQueue.open(database.stores().queues(), "helpdesk", Instant.parse("2026-03-04T08:00:00Z"))
        .served("s-1", "+46701740605");
    CommandRun well = verify(database.address().port());
    assertEquals(
        "calls 1 tickets 1 calls_without_ticket 0 outcomes_off 0 rebuilt_off 0%n".formatted(),
        well.out());
    assertEquals(ExitCode.DONE, well.exit());

    plant("update call set outcome = 'FAILED'");
    CommandRun off = verify(database.address().port());
    assertEquals(
        "calls 1 tickets 1 calls_without_ticket 0 outcomes_off 0 rebuilt_off 1%n".formatted(),
        off.out());
    assertTrue(off.err().contains("verify: differs: call s-1"), off.err());
    assertEquals(ExitCode.FOUND_WRONG, off.exit());
  }

  @Test
  void aDatabaseThatIsNotThereIsOneLine() throws Exception {
    CommandRun run = verify(EmbeddedPostgresIT.freePort());
    assertEquals(ExitCode.MISSING, run.exit());
    assertTrue(run.err().startsWith("svara: the database 127.0.0.1:"), run.err());
  }

  private CommandRun verify(int port) throws IOException {
    Path config = folder.resolve("svara.yaml");
    Files.writeString(config, "queues: [{name: helpdesk}]\n");
    DatabaseAddress there = database.address();
    return CommandRun.of(
        Map.of(
            "SVARA_TELEPHONY_AMI_SECRET", "s3cret",
            "SVARA_DATA", folder.resolve("data").toString(),
            "SVARA_DATABASE_URL", "postgresql://127.0.0.1:" + port + "/" + there.database(),
            "SVARA_DATABASE_PASSWORD", there.engine().password(),
            "SVARA_DATABASE_OWNERPASSWORD", there.owner().password()),
        "verify",
        "--config",
        config.toString());
  }

  private void plant(String sql) throws SQLException {
    try (Connection owner = database.owner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
