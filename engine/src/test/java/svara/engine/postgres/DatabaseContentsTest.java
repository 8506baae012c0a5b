package svara.engine.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import svara.engine.postgres.DatabaseContents.Table;

class DatabaseContentsTest {
  private static final DatabaseContents WAS =
      contents(Map.of("call", new Table(2, "17"), "ticket", new Table(1, "4")), 41);

  private static DatabaseContents contents(Map<String, Table> tables, long serial) {
    return new DatabaseContents(tables, Map.of("ticket_serial", serial), 8);
  }

  @Test
  void theSameHasNoDifferences() {
    assertEquals(List.of(), WAS.differences(WAS, Map.of()));
  }

  @Test
  void aRowLessOneChangedAndATableGoneAreFound() {
    DatabaseContents less =
        contents(Map.of("call", new Table(1, "9"), "ticket", new Table(1, "4")), 41);
    DatabaseContents changed =
        contents(Map.of("call", new Table(2, "18"), "ticket", new Table(1, "4")), 41);
    DatabaseContents gone = contents(Map.of("call", new Table(2, "17")), 41);

    assertEquals(List.of("table call: 1 rows, was 2 rows"), WAS.differences(less, Map.of()));
    assertEquals(
        List.of("table call: its 2 rows are not the same"), WAS.differences(changed, Map.of()));
    assertEquals(List.of("table ticket: not there, was 1 rows"), WAS.differences(gone, Map.of()));
  }

  @Test
  void aSequenceMayHaveMovedWhileItWasCopiedAndNoFurther() {
    Map<String, Long> most = Map.of("ticket_serial", 43L);
    assertEquals(List.of(), WAS.differences(contents(WAS.tables(), 43), most));
    assertEquals(
        List.of("sequence ticket_serial: 44, was 41"),
        WAS.differences(contents(WAS.tables(), 44), most));
    assertEquals(
        List.of("sequence ticket_serial: 40, was 41"),
        WAS.differences(contents(WAS.tables(), 40), most));
  }
}
