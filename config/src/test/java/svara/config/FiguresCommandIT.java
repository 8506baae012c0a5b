package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.statistics.DayText;

@Tag("storage")
@Timeout(120)
class FiguresCommandIT {
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  @TempDir Path folder;

  private DayText day;

  @BeforeEach
  void write() {
    day =
        DayText.all().stream().filter(d -> d.name().equals("a-full-hour")).findAny().orElseThrow();
    JournalOfCalls.write(database.stores().queues(), day.queue(), day.calls(), day.promises());
  }

  @Test
  void aDayIsALineInWordsInJsonAndInCsv() throws IOException {
    CommandRun words = figures("--from", "2026-03-16", "--to", "2026-03-17");
    assertEquals(ExitCode.DONE, words.exit(), words.err());
    List<String> lines = words.out().lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).startsWith("2026-03-17 offered 5 ANSWERED 2"), lines.get(1));
    assertTrue(lines.get(2).startsWith("all offered 5"), lines.get(2));

    String last =
        figures("--from", "2026-03-17", "--to", "2026-03-17", "--json")
            .out()
            .lines()
            .toList()
            .getLast();
    JsonObject all = new JsonObject(last);
    assertEquals(5, all.getInteger("offered"));
    assertEquals(0.6, all.getDouble("reachedRate"));
    assertEquals(true, all.getBoolean("addsUp"));

    List<String> csv =
        figures("--from", "2026-03-17", "--to", "2026-03-17", "--csv").out().lines().toList();
    assertTrue(csv.getFirst().startsWith("day,offered,"), csv.getFirst());
    assertEquals(csv.getFirst().split(",", -1).length, csv.getLast().split(",", -1).length);
    assertEquals(
        "0",
        figures("--from", "2026-03-17", "--to", "2026-03-17", "--queue", "none", "--csv")
            .out()
            .lines()
            .toList()
            .getLast()
            .split(",")[1]);
  }

  @Test
  void aRebuildFindsNothingAndThenAPlantedFault() throws Exception {
    CommandRun well = figures("rebuild");
    assertEquals(
        "figures: events 10 rows 9 differed 0 mismatches 0%n".formatted(), well.out(), well.err());
    assertEquals(ExitCode.DONE, well.exit());
    try (Connection owner = database.owner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "update figure set fold = jsonb_set(fold, '{counts,offered}', '6') where grain = 'day'");
    }
    CommandRun off = figures("rebuild");
    assertTrue(off.out().contains("differed 1"), off.out());
    assertEquals(ExitCode.FOUND_WRONG, off.exit());
  }

  @Test
  void wrongUseIsToldAsSuch() throws IOException {
    assertEquals(ExitCode.WRONG_USE, figures("--from", "2026-03-18", "--to", "2026-03-17").exit());
    assertEquals(ExitCode.WRONG_USE, figures("--from", "tomorrow").exit());
    assertEquals(ExitCode.WRONG_USE, figures("--json", "--csv").exit());
  }

  private CommandRun figures(String... arguments) throws IOException {
    Path config = folder.resolve("svara.yaml");
    Files.writeString(config, "queues: [{name: helpdesk}]\n");
    DatabaseAddress there = database.address();
    List<String> words = new ArrayList<>(List.of("figures"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--config", config.toString()));
    return CommandRun.of(
        Map.of(
            "SVARA_TELEPHONY_AMI_SECRET", "s3cret",
            "SVARA_DATA", folder.resolve("data").toString(),
            "SVARA_DATABASE_URL", "postgresql://127.0.0.1:" + there.port() + "/" + there.database(),
            "SVARA_DATABASE_PASSWORD", there.engine().password(),
            "SVARA_DATABASE_OWNERPASSWORD", there.owner().password()),
        words.toArray(String[]::new));
  }
}
