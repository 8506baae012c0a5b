package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailGroups;
import svara.engine.mail.MailGroups.MailGroup;
import svara.engine.mail.MailMatching;
import svara.engine.mail.MailMatching.Candidate;
import svara.engine.mail.MailMatching.Destination;
import svara.engine.mail.MailMatching.Tie;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.MailSubject;
import svara.engine.port.KeptMails.Count;
import svara.engine.port.KeptMails.KeptMail;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Fate;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.MailStore;
import svara.engine.port.Page;

/**
 * Mails in one transaction each: kept as they came, and on their ticket. Two copies of one mail
 * that arrive at once take turns, so that the second sees the first.
 */
final class PostgresMailStore implements MailStore {
  private final Database database;
  private final ZoneId zone;
  private final MailPolicy policy;
  private final MailGroups groups;
  private final MailPlaces places;
  private final KeptMailRows kept;

  PostgresMailStore(Database database, ZoneId zone, MailGroups groups) {
    this.database = database;
    this.zone = zone;
    this.policy = groups.policy();
    this.groups = groups;
    this.places = new MailPlaces(database);
    this.kept = new KeptMailRows(database);
  }

  @Override
  public Future<Taken> take(Arrived mail) {
    MailIntake.Large large = mail.large();
    byte[] digest =
        large == null ? MailEntry.sha256(mail.raw().getBytes()) : large.sha256().getBytes();
    MailGroup group = groups.of(mail.mailbox());
    return database.transaction(connection -> {
      Future<?> turn = turn(connection, mail, digest);
      Future<Optional<Taken>> known = places.known(connection, mail, digest);
      Future<Seen> seen = look(connection, mail.mail());
      return SideBySide.all(turn, known, seen)
          .compose(_ ->
              known.result().isPresent()
                  ? Future.succeededFuture(known.result().get())
                  : settle(connection, mail.mail(), seen.result(), group, mail.at())
                      .compose(settled -> keep(connection, mail, digest, settled)));
    });
  }

  @Override
  public Future<Long> begin() {
    return places.begin();
  }

  @Override
  public Future<Void> piece(long large, int number, Buffer bytes) {
    return places.piece(large, number, bytes);
  }

  /** The row is locked first: of two who try at once the second finds nothing kept. */
  @Override
  public Future<Optional<Taken>> again(long id, IncomingMail mail, boolean asTicket, Instant at) {
    return database.transaction(connection ->
        connection
            .preparedQuery("select mailbox from mail_in where id = $1 and fate = 'kept' for update")
            .execute(Tuple.of(id))
            .compose(found ->
                found.rowCount() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : again(connection, mail, groupOf(found), asTicket, at)
                        .compose(settled -> settled(connection, id, mail, settled))
                        .map(Optional::of)));
  }

  private MailGroup groupOf(RowSet<Row> found) {
    return groups.of(found.iterator().next().getString("mailbox"));
  }

  private Future<Settled> again(
      SqlConnection connection, IncomingMail mail, MailGroup group, boolean asTicket, Instant at) {
    return asTicket
        ? create(connection, mail, group, at, null)
        : look(connection, mail).compose(seen -> settle(connection, mail, seen, group, at));
  }

  private Future<Taken> settled(
      SqlConnection connection, long id, IncomingMail mail, Settled settled) {
    Taken taken = settled.taken();
    Tuple values =
        Tuple.of(
            id,
            Objects.toString(taken.ticket(), null),
            taken.fate().name().toLowerCase(Locale.ROOT),
            taken.reason(),
            settled.entry(),
            blocked(mail, taken));
    String sql =
        """
        update mail_in set ticket = $2, fate = $3, reason = $4, entry = $5, blocked = $6 where id = $1
        """;
    return SideBySide.all(settled.beside(), connection.preparedQuery(sql).execute(values))
        .map(taken);
  }

  @Override
  public Future<Page<KeptMail>> kept(boolean blocked, @Nullable String cursor, int limit) {
    return kept.page(blocked, cursor, limit);
  }

  @Override
  public Future<Count> count() {
    return kept.count();
  }

  @Override
  public Future<Optional<Buffer>> raw(long id) {
    return kept.raw(id);
  }

  /**
   * Also what it goes on from takes its turn: the two must see each other.
   *
   * <p>Every statement after it finds its few rows by an index. Without that, plans that were made
   * while the tables were small walk through whole tables when they have grown: each mail would
   * cost more than the one before.
   */
  private static Future<?> turn(SqlConnection connection, Arrived mail, byte[] digest) {
    String named = mail.mail().messageId();
    List<String> ids = new ArrayList<>(mail.mail().thread());
    ids.add(named.isEmpty() ? HexFormat.of().formatHex(digest) : named);
    // all in one order, or two mails would wait for each other for ever
    String sql =
        """
        with found_by_index as materialized (
          select set_config(name, 'off', true)
          from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) as one (name))
        select pg_advisory_xact_lock(key), (select count(*) from found_by_index) from (
          select distinct hashtextextended(id, 0) as key from unnest($1::text[]) as one (id) order by key) keys
        """;
    return connection
        .preparedQuery(sql)
        .execute(Tuple.tuple().addArrayOfString(ids.toArray(String[]::new)));
  }

  static Taken duplicate(Row first) {
    String ticket = first.getString("ticket");
    return new Taken(ticket == null ? null : Columns.ticket(ticket), Fate.DUPLICATE, "");
  }

  /**
   * What became of a mail.
   *
   * @param entry of the timeline that it became, or null
   * @param beside what is still being written of it in the same transaction
   */
  private record Settled(Taken taken, @Nullable Long entry, Future<Void> beside) {
    Settled(Taken taken, @Nullable Long entry) {
      this(taken, entry, Future.succeededFuture());
    }
  }

  /**
   * What is here already.
   *
   * @param same what became of the same mail
   * @param candidates tickets that it may belong to
   */
  private record Seen(Optional<Taken> same, List<Candidate> candidates) {}

  private static Future<Seen> look(SqlConnection connection, IncomingMail mail) {
    Future<Optional<Taken>> same = sameContent(connection, mail);
    Future<List<Candidate>> candidates = MailCandidates.of(connection, mail);
    return SideBySide.all(same, candidates).map(_ -> new Seen(same.result(), candidates.result()));
  }

  private Future<Settled> settle(
      SqlConnection connection, IncomingMail mail, Seen seen, MailGroup group, Instant at) {
    return seen.same()
        .map(first -> Future.succeededFuture(new Settled(first, null)))
        .orElseGet(() -> place(connection, mail, seen.candidates(), group, at));
  }

  /** The same message on another way here, or to another mailbox: other traces, the same words. */
  private static Future<Optional<Taken>> sameContent(SqlConnection connection, IncomingMail mail) {
    if (mail.messageId().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    String sql =
        """
        select m.ticket from mail_in m
        where m.message_id = $1 and m.message_id <> ''
          and (select e.facts ->> 'content' from ticket_entry e where e.id = m.entry) = $2
        order by m.id limit 1
        """;
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(mail.messageId(), MailEntry.content(mail)))
        .map(rows -> Database.first(rows).map(PostgresMailStore::duplicate));
  }

  private Future<Settled> place(
      SqlConnection connection,
      IncomingMail mail,
      List<Candidate> candidates,
      MailGroup group,
      Instant at) {
    Optional<String> blocked = policy.blocks(mail.from());
    if (blocked.isPresent()) {
      String reason = "the sender is blocked: " + blocked.get();
      return Future.succeededFuture(new Settled(new Taken(null, Fate.KEPT, reason), null));
    }
    String flaw = mail.body().flaw();
    return switch (MailMatching.of(mail, candidates, policy, at)) {
      case Destination.Creates() -> create(connection, mail, group, at, null);
      case Destination.Follows(TicketNumber before, Tie _) ->
          create(connection, mail, group, at, before);
      case Destination.Joins(TicketNumber ticket, Tie tie, boolean someoneNew) ->
          (someoneNew ? touch(connection, ticket, at) : join(connection, ticket, at))
              .compose(_ -> person(connection, mail))
              .compose(_ -> MailEntry.say(connection, ticket, mail, at, facts(tie, someoneNew)))
              .map(entry -> new Settled(new Taken(ticket, Fate.JOINED, flaw), entry));
      case Destination.Recorded(TicketNumber ticket, Tie tie, boolean someoneNew) ->
          MailEntry.say(connection, ticket, mail, at, facts(tie, someoneNew))
              .compose(entry ->
                  BouncedMail.note(connection, mail, at)
                      .map(new Settled(new Taken(ticket, Fate.RECORDED, flaw), entry)));
      case Destination.Kept(String reason) ->
          Future.succeededFuture(new Settled(new Taken(null, Fate.KEPT, reason), null));
    };
  }

  /** Why it stands on the ticket. */
  private static JsonObject facts(Tie tie, boolean someoneNew) {
    JsonObject facts = new JsonObject().put("why", tie.word());
    return someoneNew ? facts.put("someoneNew", "true") : facts;
  }

  private Future<Settled> create(
      SqlConnection connection,
      IncomingMail mail,
      MailGroup group,
      Instant at,
      @Nullable TicketNumber before) {
    String sql =
        """
        insert into ticket (number, status, kind, channel, subject, person_id, shown_as,
                            opened_at, changed_at, follows, queue)
        select next_ticket_number($1), 'new', 'ordinary', 'mail', $2, person_writing($5, $7), $3, $4, $4, $6, $8
        returning number
        """;
    Tuple values =
        Tuple.of(
            at.atZone(zone).getYear(),
            MailSubject.of(mail, group.policy().language(), before),
            MailSubject.shownAs(mail),
            Columns.parameter(at),
            mail.from(),
            Objects.toString(before, null),
            nameOf(mail),
            Objects.toString(group.queue(), null));
    JsonObject facts = new JsonObject().put("why", "new");
    if (before != null) {
      facts.put("follows", before.toString());
    }
    return connection
        .preparedQuery(sql)
        .execute(values)
        .map(rows -> Columns.ticket(rows.iterator().next().getString("number")))
        .compose(ticket -> {
          Future<Long> entry = MailEntry.say(connection, ticket, mail, at, facts);
          Future<Void> letter =
              new AutomaticMail(group.policy()).acknowledge(connection, ticket, mail, before, at);
          Taken taken = new Taken(ticket, Fate.CREATED, mail.body().flaw());
          return entry
              .map(id -> new Settled(taken, id, letter))
              .recover(_ -> SideBySide.all(entry, letter).mapEmpty());
        });
  }

  /** What a person goes by who has not been known before; nobody of what a program wrote. */
  private @Nullable String nameOf(IncomingMail mail) {
    boolean person =
        !mail.automatic() && !mail.from().isEmpty() && !policy.own().contains(mail.from());
    return person ? MailSubject.shownAs(mail) : null;
  }

  private Future<?> person(SqlConnection connection, IncomingMail mail) {
    return connection
        .preparedQuery("select person_writing($1, $2)")
        .execute(Tuple.of(mail.from(), nameOf(mail)));
  }

  /** A reply wakes what slept; work that waits for a supplier goes on waiting. */
  private static Future<?> join(SqlConnection connection, TicketNumber ticket, Instant at) {
    String sql =
        """
        update ticket set
          status = case
            when status not in ('waiting_requester', 'solved', 'closed') then status
            when assignee is null then 'new' else 'open' end,
          closed_at = case when status in ('solved', 'closed') then null else closed_at end,
          closed_by = null, kind = 'ordinary',
          changed_at = greatest(changed_at, $2), version = version + 1
        where number = $1
        """;
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(ticket.toString(), Columns.parameter(at)));
  }

  /** Comes first in the lists, and nothing more. */
  private static Future<?> touch(SqlConnection connection, TicketNumber ticket, Instant at) {
    return connection
        .preparedQuery("update ticket set changed_at = greatest(changed_at, $2) where number = $1")
        .execute(Tuple.of(ticket.toString(), Columns.parameter(at)));
  }

  private @Nullable String blocked(IncomingMail mail, Taken taken) {
    return taken.fate() == Fate.KEPT ? policy.blocks(mail.from()).orElse(null) : null;
  }

  private Future<Taken> keep(
      SqlConnection connection, Arrived mail, byte[] digest, Settled settled) {
    String sql =
        """
        with kept as (
          insert into mail_in (mailbox, digest, message_id, received_at, raw, ticket, fate, reason, entry,
                               sender, subject, blocked, refs, large)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
          returning id)
        insert into mail_place (mailbox, uid_validity, uid, mail)
        select $15::text, $16::bigint, $17::bigint, id from kept where $16::bigint is not null
        on conflict do nothing
        """;
    Taken taken = settled.taken();
    MailIntake.Place place = mail.place();
    Tuple values =
        Tuple.tuple()
            .addString(mail.mailbox())
            .addBuffer(Buffer.buffer(digest))
            .addString(mail.mail().messageId())
            .addOffsetDateTime(Columns.parameter(mail.at()))
            .addBuffer(mail.raw())
            .addString(Objects.toString(taken.ticket(), null))
            .addString(taken.fate().name().toLowerCase(Locale.ROOT))
            .addString(taken.reason())
            .addLong(settled.entry())
            .addString(mail.mail().from())
            .addString(mail.mail().subject())
            .addString(blocked(mail.mail(), taken))
            .addArrayOfString(mail.mail().thread().toArray(String[]::new))
            .addLong(mail.large() == null ? null : mail.large().id())
            .addString(place == null ? null : place.mailbox())
            .addLong(place == null ? null : place.uidValidity())
            .addLong(place == null ? null : place.uid());
    return SideBySide.all(settled.beside(), connection.preparedQuery(sql).execute(values))
        .map(taken);
  }
}
