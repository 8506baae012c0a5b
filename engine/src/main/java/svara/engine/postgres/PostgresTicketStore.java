package svara.engine.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailPolicy;
import svara.engine.port.Handling;
import svara.engine.port.Page;
import svara.engine.port.StoreException;
import svara.engine.port.TicketStore;
import svara.engine.port.Viewer;
import svara.engine.ticket.TicketChannel;
import svara.engine.ticket.TicketHands;
import svara.engine.ticket.TicketKind;
import svara.engine.ticket.TicketPriority;
import svara.engine.ticket.TicketStatus;

/** Tickets as people read and change them; what calls do to them is in the migrations. */
final class PostgresTicketStore implements TicketStore {
  private static final int TIMELINE_MAX = 1_000;
  private static final int TRIES = 5;
  private static final int TIED_MAX = 50;
  private static final int LATELY_MAX = 5_000;
  private static final int WORDS_MAX = 200;

  private static final String LINKED =
      """
      t.number in (
        select other from ticket_link where one = ? union all select one from ticket_link where other = ?)
      """;

  private static final String ROWS =
      """
      select t.number, t.status, t.kind, t.channel, t.subject, t.person_id,
             coalesce(p.name, t.shown_as) as requester_name, coalesce(d.name, '') as department,
             t.queue, t.assignee, t.to_call_back, t.opened_at, t.changed_at, t.closed_at, t.version,
             coalesce(t.system, '') as system, coalesce(t.category, '') as category,
             t.priority, t.tags, t.restricted, t.merged_into
      from ticket t
      left join person p on p.id = t.person_id
      left join department d on d.id = p.department_id
      """;

  /** By words, or by a number as people write it. */
  private static final String FOUND =
      """
      t.number in (
        with wanted as materialized (select words_wanted(?) as words)
        select w.ticket from wanted join ticket_subject_words w on w.words @@ wanted.words
        union
        select e.ticket from wanted join ticket_entry_words w on w.words @@ wanted.words
        join ticket_entry e on e.id = w.entry
        union
        select d.ticket from wanted, ticket_words_due d join ticket t on t.number = d.ticket
        where words_of(t.subject || ' ' || t.shown_as) @@ wanted.words
        union
        select e.ticket from wanted, ticket_words_due d join ticket_entry e on e.id = d.entry
        where words_of(e.text) @@ wanted.words
        union
        select number from ticket join person on person.id = ticket.person_id
        where words_of(person.name || ' ' || person.email) @@ words_wanted(?)
        union
        select number from ticket where number = btrim(?, ' #[]'))
      """;

  private final Database database;
  private final ZoneId zone;
  private final MailPolicy policy;
  private final AutomaticMail automatic;
  private final Viewer viewer;

  /**
   * @param policy what a change to a ticket makes us write
   */
  PostgresTicketStore(Database database, ZoneId zone, MailPolicy policy, Viewer viewer) {
    this.database = database;
    this.zone = zone;
    this.policy = policy;
    this.automatic = new AutomaticMail(policy);
    this.viewer = viewer;
  }

  @Override
  public TicketStore seenBy(Viewer other) {
    return new PostgresTicketStore(database, zone, policy, other);
  }

  /** Conditions with the one that every reading has: what is not for the reader is not there. */
  private Conditions seen() {
    TechnicianId own = viewer.technician();
    return new Conditions()
        .and(
            "(not t.restricted or t.assignee = ?)",
            viewer.all() ? null : own == null ? "" : own.value());
  }

  @Override
  public Future<Page<TicketRow>> tickets(TicketQuery query) {
    String[] statuses = query.statuses().stream().map(TicketStatus::word).toArray(String[]::new);
    Narrow narrow = query.narrow();
    Conditions conditions;
    try {
      conditions =
          seen()
              .and("t.status = any (?)", statuses.length == 0 ? null : statuses)
              .and("t.kind = ?", query.kind() == null ? null : query.kind().word())
              .and("t.assignee = ?", query.assignee() == null ? null : query.assignee().value())
              .and("t.to_call_back = ?", query.toCallBack())
              .and("(t.assignee is null) = ?", narrow.unassigned())
              .and("t.priority = ?", narrow.priority() == null ? null : narrow.priority().word())
              .and("t.system = ?", narrow.system())
              .and("t.category = ?", narrow.category())
              .and("t.tags @> ?", narrow.tag() == null ? null : new String[] {narrow.tag()})
              .and("d.name = ?", narrow.department())
              .and(
                  "t.person_id = ?", narrow.requester() == null ? null : narrow.requester().value())
              .and(FOUND, query.words())
              .after("t.changed_at", "t.number", query.cursor());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    String sql =
        ROWS
            + conditions.where()
            + " order by t.changed_at desc, t.number desc limit "
            + (query.limit() + 1);
    return database
        .query(sql, conditions.values())
        .map(rows ->
            Cursor.page(
                rows(rows),
                query.limit(),
                last -> new Cursor(last.changedAt(), last.number().toString())));
  }

  @Override
  public Future<Map<TicketNumber, TicketRow>> rows(Collection<TicketNumber> numbers) {
    String[] wanted = numbers.stream().map(TicketNumber::toString).toArray(String[]::new);
    Conditions conditions = seen().and("t.number = any (?)", wanted);
    return database
        .query(ROWS + conditions.where(), conditions.values())
        .map(found -> {
          Map<TicketNumber, TicketRow> rows = new HashMap<>();
          rows(found).forEach(row -> rows.put(row.number(), row));
          return rows;
        });
  }

  @Override
  public Future<Optional<Ticket>> ticket(TicketNumber number) {
    return row(number)
        .compose(row ->
            row.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : whole(row.get()).map(Optional::of));
  }

  private Future<Ticket> whole(TicketRow row) {
    TicketNumber number = row.number();
    return tied("t.merged_into = ?", number)
        .compose(parts ->
            timeline(row, parts)
                .compose(timeline ->
                    PostgresTicketFiles.rows(database, number)
                        .compose(files ->
                            tied(LINKED, number)
                                .map(linked -> new Ticket(row, timeline, files, linked, parts)))));
  }

  private Future<List<TicketRow>> tied(String how, TicketNumber number) {
    Conditions conditions = seen().and(how, number.toString());
    return database
        .query(
            ROWS + conditions.where() + " order by t.number limit " + TIED_MAX, conditions.values())
        .map(PostgresTicketStore::rows);
  }

  @Override
  public Future<Words> words() {
    Conditions conditions = seen();
    String sql =
        """
        with lately as materialized (
          select t.system, t.category, t.tags from ticket t
          %s order by t.changed_at desc, t.number desc limit %d)
        select array(select distinct system from lately where system is not null order by 1 limit %3$d) as systems,
               array(select distinct category from lately where category is not null order by 1 limit %3$d) as categories,
               array(select distinct tag from lately, unnest(tags) tag order by 1 limit %3$d) as tags
        """
            .formatted(conditions.where(), LATELY_MAX, WORDS_MAX);
    return database
        .query(sql, conditions.values())
        .map(rows -> {
          Row row = rows.iterator().next();
          return new Words(
              List.of(row.getArrayOfStrings("systems")),
              List.of(row.getArrayOfStrings("categories")),
              List.of(row.getArrayOfStrings("tags")));
        });
  }

  @Override
  public Future<Boolean> link(
      TicketNumber number, TicketNumber other, boolean linked, String by, Instant at) {
    return ifBothSeen(
        number, other, () -> TicketTies.link(database, number, other, linked, by, at));
  }

  @Override
  public Future<Boolean> merge(
      TicketNumber number, TicketNumber into, boolean merged, String by, Instant at) {
    return ifBothSeen(
        number,
        into,
        () ->
            merged
                ? TicketTies.merge(database, number, into, by, at)
                : TicketTies.unmerge(database, number, into, by, at));
  }

  private Future<Boolean> ifBothSeen(
      TicketNumber one, TicketNumber other, Supplier<Future<Boolean>> wanted) {
    return one.equals(other)
        ? Future.succeededFuture(false)
        : rows(List.of(one, other))
            .compose(rows -> rows.size() == 2 ? wanted.get() : Future.succeededFuture(false));
  }

  private Future<Optional<TicketRow>> row(TicketNumber number) {
    Conditions conditions = seen().and("t.number = ?", number.toString());
    return database
        .query(ROWS + conditions.where(), conditions.values())
        .map(rows -> Database.first(rows).map(PostgresTicketStore::row));
  }

  private Future<List<TimelineEntry>> timeline(TicketRow ticket, List<TicketRow> parts) {
    String sql =
        """
        select last.id, last.at, last.kind, last.by, text, call_id,
               facts
               || case when m.id is null then '{}'
                  else jsonb_build_object('delivery', m.state, 'server', m.words) end
               || case when s.entry is null then '{}'
                  else jsonb_build_object('movedTo', s.to_ticket) end
               || case when last.ticket = $1 or facts ? 'ticket' then '{}'
                  else jsonb_build_object('ticket', last.ticket) end
               || case when last.kind <> 'mail' then '{}'
                  else jsonb_build_object('mailboxes', (
                    select coalesce(string_agg(distinct i.mailbox, ', '), '') from mail_in i
                    where i.ticket = last.ticket and (i.entry = last.id or (
                      i.fate = 'duplicate' and i.message_id <> '' and i.message_id = last.facts ->> 'messageId')))) end
                 as facts
        from (
          select id, ticket, at, kind, by, text, call_id, facts from ticket_entry
          where ticket = any ($3) and (ticket = $1 or kind <> 'change' or facts ->> 'property' not in ('merged', 'unmerged'))
          order by id desc limit $2) last
        left join mail_out m on m.entry = last.id
        left join mail_split s on s.entry = last.id
        order by last.id
        """;
    String[] numbers =
        Stream.concat(Stream.of(ticket), parts.stream())
            .map(row -> row.number().toString())
            .toArray(String[]::new);
    return database
        .query(sql, Tuple.of(ticket.number().toString(), TIMELINE_MAX, (Object) numbers))
        .map(rows -> {
          List<TimelineEntry> entries = new ArrayList<>();
          rows.forEach(row -> entries.add(entry(row)));
          return entries;
        });
  }

  @Override
  public Future<TicketRow> open(NewTicket ticket) {
    String sql =
        """
        with opened as (
          insert into ticket (number, status, kind, channel, subject, person_id, shown_as, assignee,
                              opened_at, changed_at)
          select next_ticket_number($1), $2, 'ordinary', 'console', $3, p.id, coalesce($4, ''), $5,
                 $6, $6
          from (select) one left join person p on p.email = lower($4)
          returning number),
        said as (
          insert into ticket_entry (ticket, at, kind, by, text)
          select number, $6, 'note', $7, $8 from opened)
        select number from opened
        """;
    TechnicianId assignee = ticket.assignee();
    TicketStatus status = assignee == null ? TicketStatus.NEW : TicketStatus.OPEN;
    Tuple values =
        Tuple.tuple()
            .addInteger(ticket.at().atZone(zone).getYear())
            .addString(status.word())
            .addString(ticket.subject())
            .addString(ticket.requesterEmail())
            .addString(assignee == null ? null : assignee.value())
            .addOffsetDateTime(Columns.parameter(ticket.at()))
            .addString(ticket.by())
            .addString(ticket.description());
    return database
        .query(sql, values)
        .compose(rows -> row(Columns.ticket(rows.iterator().next().getString("number"))))
        .map(Optional::orElseThrow);
  }

  @Override
  public Future<Changed> change(TicketNumber number, TicketChange change) {
    return change(number, change, TRIES);
  }

  /** Reads, decides by the rules of {@link TicketHands}, and writes if nothing came in between. */
  private Future<Changed> change(TicketNumber number, TicketChange change, int tries) {
    return row(number)
        .compose(found -> {
          if (found.isEmpty()) {
            return Future.succeededFuture(new Changed.Unknown());
          }
          TicketRow row = found.get();
          Long expected = change.expectedVersion();
          if (expected != null && expected != row.version()) {
            return Future.succeededFuture(new Changed.Conflict(row));
          }
          TicketStatus status = change.status() == null ? row.status() : change.status();
          Assignment assignment = change.assignment();
          Optional<String> refusal =
              TicketHands.refusal(row.status(), status)
                  .or(() ->
                      TicketHands.restricting(
                          row.handling().after(change.handling()).restricted(),
                          assignment == null ? row.assignee() : assignment.to()));
          if (refusal.isPresent()) {
            return Future.succeededFuture(new Changed.NotAllowed(refusal.get()));
          }
          return write(row, status, change)
              .compose(written -> {
                if (written) {
                  return row(number).map(after -> new Changed.Done(after.orElseThrow()));
                }
                return tries > 1
                    ? change(number, change, tries - 1)
                    : Future.failedFuture(
                        new StoreException(
                            StoreException.Kind.UNAVAILABLE, "the ticket changes all the time"));
              });
        });
  }

  private Future<Boolean> write(TicketRow row, TicketStatus status, TicketChange change) {
    Assignment assignment = change.assignment();
    TechnicianId assignee = assignment == null ? row.assignee() : assignment.to();
    String subject = change.subject() == null ? row.subject() : change.subject();
    String system = change.system() == null ? row.system() : change.system();
    String category = change.category() == null ? row.category() : change.category();
    ArrayNode entries = entries(row, status, assignee, subject);
    entry(entries, "system", row.system(), system);
    entry(entries, "category", row.category(), category);
    Handling handling = row.handling().after(change.handling());
    handling(entries, row.handling(), handling);
    if (entries.isEmpty()) {
      return Future.succeededFuture(true);
    }
    boolean moved = status != row.status();
    String sql =
        """
        with changed as (
          update ticket set status = $3, kind = $4, assignee = $5, subject = $6, closed_at = $7,
            to_call_back = to_call_back and ($8 or callback_id is not null),
            system = nullif($12, ''), category = nullif($13, ''),
            priority = $14, tags = $15, restricted = $16,
            changed_at = greatest(changed_at, $9), version = version + 1
          where number = $1 and version = $2
          returning number)
        insert into ticket_entry (ticket, at, kind, by, text, facts)
        select number, $9, 'change', $10, '', r.facts
        from changed, jsonb_to_recordset($11::text::jsonb) as r (facts jsonb)
        """;
    Tuple values =
        Tuple.tuple()
            .addString(row.number().toString())
            .addLong(row.version())
            .addString(status.word())
            .addString((moved ? TicketHands.kind(row.kind(), status) : row.kind()).word())
            .addString(Objects.toString(assignee, null))
            .addString(subject)
            .addOffsetDateTime(
                Columns.parameterOrNull(
                    moved
                        ? TicketHands.closedAt(row.closedAt(), status, change.at())
                        : row.closedAt()))
            .addBoolean(!moved)
            .addOffsetDateTime(Columns.parameter(change.at()))
            .addString(change.by())
            .addString(entries.toString())
            .addString(system)
            .addString(category)
            .addString(handling.priority().word())
            .addArrayOfString(handling.tags().toArray(String[]::new))
            .addBoolean(handling.restricted());
    boolean done =
        row.closedAt() == null && (status == TicketStatus.SOLVED || status == TicketStatus.CLOSED);
    boolean named = !subject.equals(row.subject());
    return database.transaction(connection ->
        connection
            .preparedQuery(sql)
            .execute(values)
            .compose(rows ->
                rows.rowCount() > 0
                    ? written(connection, row.number(), named, done, change.at()).map(true)
                    : Future.succeededFuture(false)));
  }

  /** The mails that follow, in the order in which they are read. */
  private Future<Void> written(
      SqlConnection connection, TicketNumber number, boolean named, boolean done, Instant at) {
    Future<Void> told = named ? automatic.number(connection, number, at) : Future.succeededFuture();
    return told.compose(
        _ -> done ? automatic.closing(connection, number, at) : Future.succeededFuture());
  }

  /** One line of the timeline for each property that becomes another. */
  private static ArrayNode entries(
      TicketRow row, TicketStatus status, @Nullable TechnicianId assignee, String subject) {
    ArrayNode entries = JournalCodec.array();
    entry(entries, "status", row.status().word(), status.word());
    entry(
        entries, "assignee", Objects.toString(row.assignee(), ""), Objects.toString(assignee, ""));
    entry(entries, "subject", row.subject(), subject);
    return entries;
  }

  private static void handling(ArrayNode entries, Handling before, Handling after) {
    entry(entries, "priority", before.priority().word(), after.priority().word());
    entry(entries, "tags", String.join(", ", before.tags()), String.join(", ", after.tags()));
    entry(
        entries,
        "restricted",
        Boolean.toString(before.restricted()),
        Boolean.toString(after.restricted()));
  }

  private static void entry(ArrayNode entries, String property, String from, String to) {
    if (!from.equals(to)) {
      ObjectNode facts = entries.addObject().putObject("facts");
      facts.put("property", property).put("from", from).put("to", to);
    }
  }

  @Override
  public Future<Optional<TimelineEntry>> note(
      TicketNumber number, String by, String text, Instant at) {
    String sql =
        """
        with noted as (
          update ticket set changed_at = greatest(changed_at, $2) where number = $1
          returning number)
        insert into ticket_entry (ticket, at, kind, by, text)
        select number, $2, 'note', $3, $4 from noted
        returning id, at, kind, by, text, call_id, facts
        """;
    Tuple values = Tuple.of(number.toString(), Columns.parameter(at), by, text);
    return ifSeen(
        number,
        () ->
            database.transaction(connection ->
                connection
                    .preparedQuery(sql)
                    .execute(values)
                    .map(rows -> Database.first(rows).map(PostgresTicketStore::entry))
                    .compose(noted ->
                        noted.isPresent()
                            ? automatic.number(connection, number, at).map(noted)
                            : Future.succeededFuture(noted))));
  }

  /** Nothing where the ticket is not there for the reader. */
  private <T> Future<Optional<T>> ifSeen(
      TicketNumber number, Supplier<Future<Optional<T>>> wanted) {
    return viewer.all()
        ? wanted.get()
        : row(number)
            .compose(
                row -> row.isEmpty() ? Future.succeededFuture(Optional.empty()) : wanted.get());
  }

  @Override
  public Future<Optional<Attachment>> attachment(TicketNumber number, long id) {
    return ifSeen(number, () -> PostgresVoiceMessageStore.attachment(database, number, id));
  }

  @Override
  public Future<Replied> reply(TicketNumber number, String by, String text, Instant at) {
    return row(number)
        .compose(found ->
            found.isEmpty()
                ? Future.succeededFuture(new Replied.Unknown())
                : TicketReply.write(database, number, by, text, at, policy.domain()));
  }

  @Override
  public Future<Optional<TicketNumber>> split(
      TicketNumber number, long entry, String by, Instant at) {
    return ifSeen(number, () -> MailSplit.split(database, zone, number, entry, by, at));
  }

  private static List<TicketRow> rows(RowSet<Row> found) {
    List<TicketRow> rows = new ArrayList<>();
    found.forEach(row -> rows.add(row(row)));
    return rows;
  }

  private static TicketRow row(Row row) {
    return new TicketRow(
        Columns.ticket(row.getString("number")),
        TicketStatus.valueOf(constant(row.getString("status"))),
        TicketKind.valueOf(constant(row.getString("kind"))),
        TicketChannel.valueOf(constant(row.getString("channel"))),
        row.getString("subject"),
        Columns.personOrNull(row, "person_id"),
        row.getString("requester_name"),
        row.getString("department"),
        Columns.queueOrNull(row, "queue"),
        Columns.technicianOrNull(row, "assignee"),
        row.getBoolean("to_call_back"),
        Columns.instant(row, "opened_at"),
        Columns.instant(row, "changed_at"),
        Columns.instantOrNull(row, "closed_at"),
        row.getLong("version"),
        row.getString("system"),
        row.getString("category"),
        new Handling(
            TicketPriority.valueOf(constant(row.getString("priority"))),
            List.of(row.getArrayOfStrings("tags")),
            row.getBoolean("restricted"),
            Columns.ticketOrNull(row, "merged_into")));
  }

  static TimelineEntry entry(Row row) {
    Map<String, String> facts = new HashMap<>();
    JsonObject kept = row.getJsonObject("facts");
    kept.forEach(fact -> facts.put(fact.getKey(), String.valueOf(fact.getValue())));
    String call = row.getString("call_id");
    if (call != null) {
      facts.put("call", call);
    }
    return new TimelineEntry(
        row.getLong("id"),
        Columns.instant(row, "at"),
        row.getString("kind"),
        row.getString("by"),
        row.getString("text"),
        facts);
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
