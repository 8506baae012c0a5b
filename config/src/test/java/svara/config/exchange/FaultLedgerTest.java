package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever can be lost or doubled is found by the ledger. */
class FaultLedgerTest {
  private static final String EVA = "+46701740611";
  private static final FaultLedger.Seen SEEN =
      new FaultLedger.Seen(
          List.of("+46701740605", EVA),
          List.of("+46701740606"),
          List.of(),
          List.of(EVA),
          Map.of(EVA, 1),
          List.of());
  private static final List<Books.Row> ROWS = List.of(row("+46701740605"), row(EVA));
  private static final List<Books.Promise> PROMISES =
      List.of(new Books.Promise(EVA, "kept", 1, "JOINED", "2026-1"));

  private static Books.Row row(String number) {
    return new Books.Row("c" + number, number, "", "", "ANSWERED", "tek1", false, "2026-1");
  }

  private static String of(FaultLedger.Seen seen, List<Books.Row> rows, long onTickets) {
    return said(FaultLedger.of(seen, rows, onTickets, PROMISES));
  }

  private static String said(FaultLedger ledger) {
    return "%d missing %d doubled %d double-owned %d"
        .formatted(ledger.acknowledged(), ledger.missing(), ledger.doubled(), ledger.doubleOwned());
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    FaultLedger ledger = FaultLedger.of(SEEN, ROWS, 2, PROMISES);
    assertTrue(ledger.well(), () -> ledger.findings().toString());
    assertEquals("3 missing 0 doubled 0 double-owned 0", said(ledger));
    // one that nobody answered may stand in the books, and need not
    List<Books.Row> more = List.of(ROWS.get(0), ROWS.get(1), row("+46701740606"));
    assertEquals("3 missing 0 doubled 0 double-owned 0", of(SEEN, more, 3));
  }

  @Test
  void eachFaultIsFound() {
    assertEquals("3 missing 1 doubled 0 double-owned 0", of(SEEN, ROWS.subList(0, 1), 1));
    assertEquals("3 missing 1 doubled 0 double-owned 0", of(SEEN, ROWS, 1));
    List<Books.Row> twice = List.of(ROWS.get(0), ROWS.get(0), ROWS.get(1));
    assertEquals("3 missing 0 doubled 1 double-owned 0", of(SEEN, twice, 3));
    List<Books.Row> open =
        List.of(ROWS.get(0), new Books.Row("c", EVA, "", "", "null", "null", false, "2026-1"));
    assertEquals("3 missing 1 doubled 0 double-owned 0", of(SEEN, open, 2));
    assertEquals("3 missing 1 doubled 0 double-owned 0", promised());
    assertEquals(
        "3 missing 1 doubled 0 double-owned 0",
        promised(new Books.Promise(EVA, "open", 1, "BUSY", "2026-1")));
    assertEquals(
        "3 missing 0 doubled 1 double-owned 0", promised(PROMISES.get(0), PROMISES.get(0)));
    assertEquals(
        "3 missing 0 doubled 0 double-owned 1",
        promised(new Books.Promise(EVA, "kept", 0, "JOINED", "2026-1")));
    FaultLedger.Seen worse =
        new FaultLedger.Seen(
            SEEN.answered(),
            SEEN.unanswered(),
            List.of("+46701740605"),
            SEEN.promised(),
            SEEN.dialled(),
            List.of("201 had two calls"));
    assertEquals("3 missing 1 doubled 0 double-owned 1", of(worse, ROWS, 2));
  }

  private static String promised(Books.Promise... promises) {
    return said(FaultLedger.of(SEEN, ROWS, 2, List.of(promises)));
  }
}
