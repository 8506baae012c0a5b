package svara.config.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.config.TestDatabase;
import svara.engine.postgres.DatabaseDurability;

/** Nothing is measured on a database that may lose what it has confirmed. */
@Tag("storage")
@Timeout(120)
class DurabilityIT {
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private boolean keeps(DatabaseDurability durability) {
    return Bench.keeps(durability, new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theServerThatComesAlongKeepsWhatItConfirms() throws SQLException {
    assertTrue(keeps(DatabaseDurability.of(database.address())), said());
    assertTrue(said().contains("fsync on, synchronous_commit on, full_page_writes on"), said());
  }

  @Test
  void aRoleThatDoesNotWaitForItsCommitsIsRefused() throws SQLException {
    set("off");
    try {
      assertFalse(keeps(DatabaseDurability.of(database.address())), said());
      assertTrue(said().contains("bench: refused"), said());
      assertTrue(said().contains("[synchronous_commit]"), said());
    } finally {
      set("on");
    }
    assertTrue(keeps(DatabaseDurability.of(database.address())), "and taken when it waits again");
  }

  /** For the engine's role, in whatever database; it may decide that for itself. */
  private void set(String state) throws SQLException {
    try (Connection engine = database.engine();
        Statement statement = engine.createStatement()) {
      statement.execute("alter role current_user set synchronous_commit = " + state);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "full_page_writes", "synchronous_commit"})
  void eachOfThemOffIsARefusal(String off) {
    DatabaseDurability durability = new DatabaseDurability(Map.of(off, "off"));
    assertEquals(List.of(off), durability.off());
    assertFalse(keeps(durability));
    assertTrue(said().contains("[" + off + "]"), said());
  }
}
