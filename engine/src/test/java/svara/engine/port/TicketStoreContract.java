package svara.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.TicketStore.Assignment;
import svara.engine.port.TicketStore.Changed;
import svara.engine.port.TicketStore.NewTicket;
import svara.engine.port.TicketStore.TicketChange;
import svara.engine.port.TicketStore.TicketQuery;
import svara.engine.port.TicketStore.TicketRow;
import svara.engine.port.TicketStore.TimelineEntry;
import svara.engine.ticket.TicketChannel;
import svara.engine.ticket.TicketKind;
import svara.engine.ticket.TicketPriority;
import svara.engine.ticket.TicketStatus;

/** What every {@link TicketStore} promises. */
@Timeout(30)
public abstract class TicketStoreContract {
  private static final Instant START = Instant.parse("2026-03-04T08:00:00Z");
  private static final TechnicianId ANNA = new TechnicianId("anna");
  private static int serial;

  private TicketStore store;

  protected abstract TicketStore store();

  /** A queue store on the same data. */
  protected abstract QueueStore queues();

  @BeforeEach
  void take() {
    store = store();
  }

  @Test
  void aTicketAPersonOpensCarriesHisWordsAsItsFirstNote() {
    TicketRow row = open("The printer is out", ANNA, START);
    assertEquals("2026", row.number().toString().substring(0, 4));
    assertEquals(TicketStatus.OPEN, row.status());
    assertEquals(TicketChannel.CONSOLE, row.channel());
    assertEquals(ANNA, row.assignee());
    assertEquals(1, row.version());
    List<TimelineEntry> timeline = store.ticket(row.number()).await().orElseThrow().timeline();
    assertEquals(1, timeline.size());
    assertEquals("note", timeline.getFirst().kind());
    assertEquals("Floor two, by the stairs", timeline.getFirst().text());
    assertEquals("anna", timeline.getFirst().by());
  }

  @Test
  void numbersOfAYearFollowEachOtherAndBeginAnew() {
    int year = 2040 + ++serial;
    Instant at = Instant.parse(year + "-05-05T10:00:00Z");
    TicketNumber first = open("a", null, at).number();
    TicketNumber second = open("b", null, at).number();
    assertEquals(new TicketNumber(year, 1), first);
    assertEquals(new TicketNumber(year, 2), second);
    // New Year's Eve by Stockholm's clock is still the old year's evening in UTC
    TicketNumber next = open("c", null, Instant.parse(year + "-12-31T23:30:00Z")).number();
    assertEquals(year + 1, next.year());
    serial++;
  }

  @Test
  void everyChangeIsALineOfTheTimelineAndCountsTheVersion() {
    TicketRow row = open("x", null, START);
    Changed changed =
        store
            .change(
                row.number(),
                new TicketChange(
                    "Printer, floor two",
                    TicketStatus.WAITING_SUPPLIER,
                    new Assignment(ANNA),
                    row.version(),
                    "anna",
                    START.plusSeconds(60)))
            .await();
    TicketRow after = assertInstanceOf(Changed.Done.class, changed).row();
    assertEquals(TicketStatus.WAITING_SUPPLIER, after.status());
    assertEquals(ANNA, after.assignee());
    assertEquals("Printer, floor two", after.subject());
    assertEquals(row.version() + 1, after.version());
    assertEquals(START.plusSeconds(60), after.changedAt());
    List<Map<String, String>> facts =
        store.ticket(row.number()).await().orElseThrow().timeline().stream()
            .filter(entry -> entry.kind().equals("change"))
            .map(TimelineEntry::facts)
            .toList();
    assertEquals(
        Set.of(
            Map.of("property", "status", "from", "new", "to", "waiting_supplier"),
            Map.of("property", "assignee", "from", "", "to", "anna"),
            Map.of("property", "subject", "from", "x", "to", "Printer, floor two")),
        Set.copyOf(facts));
  }

  @Test
  void aChangeMadeOnAnOlderVersionIsAConflict() {
    TicketRow row = open("x", null, START);
    change(row.number(), TicketStatus.OPEN);
    Changed second =
        store
            .change(
                row.number(),
                new TicketChange(null, TicketStatus.SOLVED, null, row.version(), "anna", START))
            .await();
    assertEquals(
        TicketStatus.OPEN, assertInstanceOf(Changed.Conflict.class, second).current().status());
  }

  @Test
  void aClosedTicketIsOpenedAgainBeforeAnythingElse() {
    TicketRow row = open("x", null, START);
    change(row.number(), TicketStatus.CLOSED);
    assertEquals(
        new Changed.NotAllowed("not_from_closed"),
        change(row.number(), TicketStatus.WAITING_REQUESTER));
    assertEquals(new Changed.NotAllowed("not_to_new"), change(row.number(), TicketStatus.NEW));
    Changed opened = change(row.number(), TicketStatus.OPEN);
    assertEquals(null, assertInstanceOf(Changed.Done.class, opened).row().closedAt());
  }

  @Test
  void closingSaysWhenAndAnUnknownTicketIsUnknown() {
    TicketRow row = open("x", null, START);
    Changed closed = change(row.number(), TicketStatus.SOLVED);
    assertEquals(START, assertInstanceOf(Changed.Done.class, closed).row().closedAt());
    TicketNumber none = new TicketNumber(2001, 1);
    assertEquals(new Changed.Unknown(), change(none, TicketStatus.OPEN));
    assertEquals(Optional.empty(), store.ticket(none).await());
    assertEquals(Optional.empty(), store.note(none, "anna", "hello", START).await());
  }

  @Test
  void aNoteStandsOnTheTimelineAndMovesTheTicketUp() {
    TicketRow row = open("x", null, START);
    TimelineEntry note =
        store.note(row.number(), "anna", "rang the vendor", START.plusSeconds(5)).await().get();
    assertEquals("rang the vendor", note.text());
    TicketStore.Ticket ticket = store.ticket(row.number()).await().orElseThrow();
    assertEquals(note, ticket.timeline().getLast());
    assertEquals(START.plusSeconds(5), ticket.row().changedAt());
    assertEquals(row.version(), ticket.row().version());
  }

  @Test
  void aListIsReadPageByPageWithoutGapOrRepetition() {
    TechnicianId owner = new TechnicianId("t" + ++serial);
    List<TicketNumber> opened = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      // three at the same moment each
      opened.addFirst(open("n" + i, owner, START.plusSeconds(i / 3)).number());
    }
    List<TicketNumber> read = new ArrayList<>();
    String cursor = null;
    do {
      Page<TicketRow> page =
          store.tickets(new TicketQuery(List.of(), null, owner, null, null, cursor, 3)).await();
      assertTrue(page.items().size() <= 3);
      page.items().forEach(row -> read.add(row.number()));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    assertEquals(opened, read);
  }

  @Test
  void aListHoldsWhatWasAskedFor() {
    TechnicianId owner = new TechnicianId("t" + ++serial);
    TicketNumber solved = open("a", owner, START).number();
    change(solved, TicketStatus.SOLVED);
    TicketNumber open = open("b", owner, START).number();
    assertEquals(
        List.of(solved),
        numbers(new TicketQuery(List.of(TicketStatus.SOLVED), null, owner, null, null, null, 9)));
    assertEquals(
        List.of(open),
        numbers(
            new TicketQuery(
                List.of(TicketStatus.NEW, TicketStatus.OPEN),
                TicketKind.ORDINARY,
                owner,
                null,
                null,
                null,
                9)));
    assertEquals(
        List.of(),
        numbers(new TicketQuery(List.of(), TicketKind.MISSED_CALL, owner, null, null, null, 9)));
    assertEquals(
        Set.of(open), store.rows(List.of(open, new TicketNumber(2001, 1))).await().keySet());
  }

  @Test
  void aCursorThatNoPageGaveIsRefused() {
    for (String wrong : List.of("x", "AAAA", "b25l", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5IHg")) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              store.tickets(new TicketQuery(List.of(), null, null, null, null, wrong, 3)).await());
    }
  }

  @Test
  void aMissedCallThatATechnicianOpensIsWorkLikeAnyOther() {
    DrivenQueue queue = DrivenQueue.open(queues(), "tickets" + ++serial, START);
    TicketNumber number = queue.offered("c" + serial + "-1", "+46701740699").ticket();
    queue.pass(Duration.ofSeconds(30));
    queue.end("c" + serial + "-1");
    TicketRow missed = store.ticket(number).await().orElseThrow().row();
    assertEquals(TicketKind.MISSED_CALL, missed.kind());
    assertEquals("Samtal från +46701740699", missed.subject());
    assertEquals("+46701740699", missed.requesterName());
    Changed opened = change(number, TicketStatus.OPEN);
    assertEquals(TicketKind.ORDINARY, assertInstanceOf(Changed.Done.class, opened).row().kind());
  }

  @Test
  void theListToCallBackHoldsMissedCallsAndWorkThatWasCalledAgainInVain() {
    DrivenQueue queue = DrivenQueue.open(queues(), "tickets" + ++serial, START);
    String call = "c" + serial + "-";
    TicketNumber missed = queue.offered(call + "1", "+46701740698").ticket();
    queue.pass(Duration.ofSeconds(30));
    queue.end(call + "1");
    TicketNumber work = queue.served(call + "2", "+46701740697").ticket();
    queue.offeredOn(work, call + "3", "+46701740697");
    queue.pass(Duration.ofSeconds(30));
    queue.end(call + "3");
    assertEquals(TicketKind.ORDINARY, store.ticket(work).await().orElseThrow().row().kind());
    List<TicketNumber> toCallBack = numbers(toCallBack(true));
    assertTrue(toCallBack.containsAll(List.of(missed, work)), toCallBack::toString);
    assertFalse(numbers(toCallBack(false)).contains(work));
    assertTrue(store.ticket(work).await().orElseThrow().row().toCallBack());
    change(work, TicketStatus.WAITING_REQUESTER);
    assertFalse(numbers(toCallBack(true)).contains(work));
  }

  @Test
  protected void aTicketIsFoundByItsWordsInBothLanguagesByWhatWasWrittenOnItAndByItsNumber() {
    String rare = "xq" + ++serial;
    TicketNumber number = open("Skrivarna på plan två " + rare, null, START).number();
    TicketNumber other = open("Printers are down " + rare, null, START.plusSeconds(1)).number();
    store.note(other, "anna", "Leverantören har ringts upp", START.plusSeconds(2)).await();
    assertEquals(List.of(other, number), found(rare));
    assertEquals(List.of(number), found(rare + " skrivaren"));
    assertEquals(List.of(other), found(rare + " printer"));
    assertTrue(found("leverantör").contains(other));
    assertEquals(List.of(other), found("[#" + other + "]"));
    assertEquals(List.of(), found(rare + " finnsinte"));
    // what means something to a search is text here
    assertEquals(List.of(), found("' or 1=1 -- :* & | !"));
  }

  private List<TicketNumber> found(String words) {
    return numbers(new TicketQuery(List.of(), null, null, null, words, null, 50));
  }

  @Test
  void aReplyWantsAnAddressAndATicket() {
    TicketNumber nobodys = open("x", null, START).number();
    assertEquals(
        new TicketStore.Replied.NoAddress(),
        store.reply(nobodys, "anna", "Hej", START.plusSeconds(3)).await());
    assertEquals(1, store.ticket(nobodys).await().orElseThrow().timeline().size());
    assertEquals(
        new TicketStore.Replied.Unknown(),
        store.reply(new TicketNumber(2001, 1), "anna", "Hej", START).await());
  }

  @Test
  void howATicketIsHandledIsChangedAndStandsOnItsTimeline() {
    TicketRow row = open("x", ANNA, START);
    assertEquals(Handling.ORDINARY, row.handling());
    TicketRow after =
        handled(
            row.number(), new Handling.Change(TicketPriority.URGENT, List.of("val", "moln"), null));
    assertEquals(TicketPriority.URGENT, after.handling().priority());
    assertEquals(List.of("val", "moln"), after.handling().tags());
    assertEquals(row.version() + 1, after.version());
    List<TimelineEntry> timeline = store.ticket(row.number()).await().orElseThrow().timeline();
    assertEquals(
        List.of(
            Map.of("property", "priority", "from", "normal", "to", "urgent"),
            Map.of("property", "tags", "from", "", "to", "val, moln")),
        timeline.stream().skip(1).map(TimelineEntry::facts).toList());
    assertTrue(store.words().await().tags().containsAll(List.of("val", "moln")));
  }

  @Test
  void aRestrictedTicketIsThereForItsAssigneeAndThoseWhoSeeAllAndForNobodyElse() {
    String rare = "xq" + ++serial;
    TicketNumber number = open("Personalärende " + rare, ANNA, START).number();
    handled(number, new Handling.Change(null, List.of("hemlig" + rare), true));
    TicketStore others = store.seenBy(new Viewer(new TechnicianId("bo"), false));
    TicketStore programs = store.seenBy(new Viewer(null, false));
    TicketStore hers = store.seenBy(new Viewer(ANNA, false));
    TicketQuery words = new TicketQuery(List.of(), null, null, null, rare, null, 50);
    for (TicketStore blind : List.of(others, programs)) {
      assertEquals(Optional.empty(), blind.ticket(number).await());
      assertEquals(Map.of(), blind.rows(List.of(number)).await());
      assertEquals(List.of(), blind.tickets(words).await().items());
      assertEquals(Optional.empty(), blind.note(number, "bo", "hello", START).await());
      assertEquals(new Changed.Unknown(), blind.change(number, opened()).await());
      assertEquals(Optional.empty(), blind.attachment(number, 1).await());
      assertEquals(
          new TicketStore.Replied.Unknown(), blind.reply(number, "bo", "Hej", START).await());
      assertFalse(blind.words().await().tags().contains("hemlig" + rare));
    }
    assertEquals(1, hers.tickets(words).await().items().size());
    assertTrue(hers.ticket(number).await().isPresent());
    assertTrue(store.ticket(number).await().orElseThrow().row().handling().restricted());
  }

  private static TicketChange opened() {
    return new TicketChange(null, TicketStatus.OPEN, null, null, "bo", START);
  }

  @Test
  void aTicketThatIsNobodysCannotBeRestricted() {
    TicketNumber nobodys = open("x", null, START).number();
    TicketChange restrict =
        new TicketChange(
            null,
            null,
            null,
            null,
            "anna",
            START,
            null,
            null,
            new Handling.Change(null, null, true));
    assertEquals(
        new Changed.NotAllowed("restricted_without_assignee"),
        store.change(nobodys, restrict).await());
    TicketNumber annas = open("x", ANNA, START).number();
    assertInstanceOf(Changed.Done.class, store.change(annas, restrict).await());
    assertEquals(
        new Changed.NotAllowed("restricted_without_assignee"),
        store
            .change(annas, new TicketChange(null, null, new Assignment(null), null, "anna", START))
            .await());
  }

  @Test
  void linkedTicketsStandOnEachOtherUntilTheLinkIsTakenAway() {
    TicketNumber one = open("a", null, START).number();
    TicketNumber other = open("b", null, START).number();
    assertTrue(store.link(other, one, true, "anna", START).await());
    assertFalse(store.link(one, other, true, "anna", START).await());
    assertFalse(store.link(one, one, true, "anna", START).await());
    assertFalse(store.link(one, new TicketNumber(2001, 1), true, "anna", START).await());
    assertEquals(List.of(other), numbersOf(read(one).linked()));
    assertEquals(List.of(one), numbersOf(read(other).linked()));
    assertEquals(other.toString(), read(one).timeline().getLast().facts().get("ticket"));
    assertTrue(store.link(one, other, false, "anna", START).await());
    assertEquals(List.of(), read(other).linked());
    assertEquals("unlinked", read(other).timeline().getLast().facts().get("property"));
  }

  @Test
  void aMergedTicketIsReadOnTheOneItIsAPartOfUntilItIsTakenOutAgain() {
    TicketNumber part = open("a", null, START).number();
    TicketNumber whole = open("b", null, START).number();
    store.note(part, "anna", "of the part", START).await();
    assertTrue(store.merge(part, whole, true, "anna", START).await());
    assertEquals(TicketStatus.CLOSED, read(part).row().status());
    assertEquals(whole, read(part).row().handling().mergedInto());
    TicketStore.Ticket both = read(whole);
    assertEquals(List.of(part), numbersOf(both.parts()));
    TimelineEntry note =
        both.timeline().stream()
            .filter(e -> e.text().equals("of the part"))
            .findAny()
            .orElseThrow();
    assertEquals(part.toString(), note.facts().get("ticket"));
    TicketNumber third = open("c", null, START).number();
    assertFalse(store.merge(part, third, true, "anna", START).await(), "a part already");
    assertFalse(store.merge(whole, third, true, "anna", START).await(), "has parts");
    assertFalse(store.merge(third, part, true, "anna", START).await(), "into a part");
    assertTrue(store.merge(part, whole, false, "anna", START).await());
    assertEquals(TicketStatus.OPEN, read(part).row().status());
    assertEquals(List.of(), read(whole).parts());
    assertTrue(read(whole).timeline().stream().noneMatch(e -> e.text().equals("of the part")));
  }

  @Test
  void whatIsRestrictedIsNotMergedWithWhatIsNot() {
    TicketNumber secret = open("a", ANNA, START).number();
    TicketNumber plain = open("b", ANNA, START).number();
    handled(secret, new Handling.Change(null, null, true));
    assertFalse(store.merge(secret, plain, true, "anna", START).await());
    assertFalse(store.merge(plain, secret, true, "anna", START).await());
    assertTrue(store.link(secret, plain, true, "anna", START).await());
    TicketStore others = store.seenBy(new Viewer(new TechnicianId("bo"), false));
    assertEquals(List.of(), others.ticket(plain).await().orElseThrow().linked());
  }

  private TicketStore.Ticket read(TicketNumber number) {
    return store.ticket(number).await().orElseThrow();
  }

  private static List<TicketNumber> numbersOf(List<TicketRow> rows) {
    return rows.stream().map(TicketRow::number).toList();
  }

  private TicketRow handled(TicketNumber number, Handling.Change change) {
    TicketChange asked =
        new TicketChange(null, null, null, null, "anna", START.plusSeconds(60), null, null, change);
    return assertInstanceOf(Changed.Done.class, store.change(number, asked).await()).row();
  }

  private static TicketQuery toCallBack(boolean wanted) {
    return new TicketQuery(List.of(), null, null, wanted, null, null, 200);
  }

  private TicketRow open(String subject, TechnicianId assignee, Instant at) {
    return store
        .open(new NewTicket(subject, "Floor two, by the stairs", null, assignee, "anna", at))
        .await();
  }

  private Changed change(TicketNumber number, TicketStatus status) {
    return store.change(number, new TicketChange(null, status, null, null, "anna", START)).await();
  }

  private List<TicketNumber> numbers(TicketQuery query) {
    return store.tickets(query).await().items().stream().map(TicketRow::number).toList();
  }
}
