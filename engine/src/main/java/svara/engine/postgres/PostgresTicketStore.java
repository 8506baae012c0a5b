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
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailPolicy;
import svara.engine.port.Page;
import svara.engine.port.StoreException;
import svara.engine.port.TicketStore;
import svara.engine.ticket.TicketChannel;
import svara.engine.ticket.TicketHands;
import svara.engine.ticket.TicketKind;
import svara.engine.ticket.TicketStatus;

/** Tickets as people read and change them; what calls do to them is in the migrations. */
final class PostgresTicketStore implements TicketStore {
  private static final int TIMELINE_MAX = 1_000;
  private static final int TRIES = 5;

  private static final String ROWS =
      """
      select t.number, t.status, t.kind, t.channel, t.subject, t.person_id,
             coalesce(p.name, t.shown_as) as requester_name, coalesce(d.name, '') as department,
             t.queue, t.assignee, t.to_call_back, t.opened_at, t.changed_at, t.closed_at, t.version,
             coalesce(t.system, '') as system, coalesce(t.category, '') as category
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

  /**
   * @param policy what a change to a ticket makes us write
   */
  PostgresTicketStore(Database database, ZoneId zone, MailPolicy policy) {
    this.database = database;
    this.zone = zone;
    this.policy = policy;
    this.automatic = new AutomaticMail(policy);
  }

  @Override
  public Future<Page<TicketRow>> tickets(TicketQuery query) {
    String[] statuses = query.statuses().stream().map(TicketStatus::word).toArray(String[]::new);
    Conditions conditions;
    try {
      conditions =
          new Conditions()
              .and("t.status = any (?)", statuses.length == 0 ? null : statuses)
              .and("t.kind = ?", query.kind() == null ? null : query.kind().word())
              .and("t.assignee = ?", query.assignee() == null ? null : query.assignee().value())
              .and("t.to_call_back = ?", query.toCallBack())
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
    return database
        .query(ROWS + "where t.number = any ($1)", Tuple.of((Object) wanted))
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
                : timeline(number)
                    .compose(timeline ->
                        PostgresTicketFiles.rows(database, number)
                            .map(files -> Optional.of(new Ticket(row.get(), timeline, files)))));
  }

  private Future<Optional<TicketRow>> row(TicketNumber number) {
    return database
        .query(ROWS + "where t.number = $1", Tuple.of(number.toString()))
        .map(rows -> Database.first(rows).map(PostgresTicketStore::row));
  }

  private Future<List<TimelineEntry>> timeline(TicketNumber number) {
    String sql =
        """
        select last.id, last.at, last.kind, last.by, text, call_id,
               facts
               || case when m.id is null then '{}'
                  else jsonb_build_object('delivery', m.state, 'server', m.words) end
               || case when s.entry is null then '{}'
                  else jsonb_build_object('movedTo', s.to_ticket) end
               || case when last.kind <> 'mail' then '{}'
                  else jsonb_build_object('mailboxes', (
                    select coalesce(string_agg(distinct i.mailbox, ', '), '') from mail_in i
                    where i.ticket = $1 and (i.entry = last.id or (
                      i.fate = 'duplicate' and i.message_id <> '' and i.message_id = last.facts ->> 'messageId')))) end
                 as facts
        from (
          select id, at, kind, by, text, call_id, facts from ticket_entry
          where ticket = $1 order by id desc limit $2) last
        left join mail_out m on m.entry = last.id
        left join mail_split s on s.entry = last.id
        order by last.id
        """;
    return database
        .query(sql, Tuple.of(number.toString(), TIMELINE_MAX))
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
          Optional<String> refusal = TicketHands.refusal(row.status(), status);
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
            .addString(category);
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
    return database.transaction(connection ->
        connection
            .preparedQuery(sql)
            .execute(values)
            .map(rows -> Database.first(rows).map(PostgresTicketStore::entry))
            .compose(noted ->
                noted.isPresent()
                    ? automatic.number(connection, number, at).map(noted)
                    : Future.succeededFuture(noted)));
  }

  @Override
  public Future<Optional<Attachment>> attachment(TicketNumber number, long id) {
    return PostgresVoiceMessageStore.attachment(database, number, id);
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
    return MailSplit.split(database, zone, number, entry, by, at);
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
        row.getString("category"));
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
