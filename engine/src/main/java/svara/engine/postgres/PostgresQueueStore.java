package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.QueueStore;
import svara.engine.port.StoreException;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueueState;
import svara.engine.queue.Refusal;

/** The queues' truth in PostgreSQL; see the migrations for what each function does. */
final class PostgresQueueStore implements QueueStore {
  /** States as they were last written whole, and what happened since. */
  static final String STATES =
      """
      select queue, version, state::text as state,
             array(select payload::text from journal j
                   where j.queue = s.queue and j.id > s.state_journal and kind is not null
                   order by id) as since
      from queue_state s
      """;

  private static final String JOURNAL_UNIQUE = "journal_command";

  private final Database database;
  private final ZoneId zone;
  private final StatePace pace = new StatePace();

  PostgresQueueStore(Database database, ZoneId zone) {
    this.database = database;
    this.zone = zone;
  }

  @Override
  public Future<Optional<Lease>> claim(QueueId queue, String node, Duration lease) {
    return succeed(queue, node, node, lease, lease);
  }

  @Override
  public Future<Optional<Lease>> succeed(
      QueueId queue, String gone, String node, Duration lease, Duration overdue) {
    // raising the epoch of the state waits for a former owner's commit that is under way, and
    // refuses all later ones; the first one of a new database is the time (ms), so that an exchange
    // that remembers the database before this one obeys
    String sql =
        """
        with claimed as (
          insert into queue_lease as l (queue, node, epoch, expires_at)
          values ($1, $2, (extract(epoch from clock_timestamp()) * 1000)::bigint,
            clock_timestamp() + make_interval(secs => $3))
          on conflict (queue) do update
            set node = excluded.node, epoch = l.epoch + 1, expires_at = excluded.expires_at
            where l.expires_at < clock_timestamp() or l.node = excluded.node
              or (l.node = $4 and l.expires_at < clock_timestamp() + make_interval(secs => $5))
          returning queue, epoch)
        insert into queue_state (queue, epoch)
        select queue, epoch from claimed
        on conflict (queue) do update set epoch = excluded.epoch
        returning epoch
        """;
    return database
        .query(
            sql, Tuple.of(queue.value(), node, seconds(lease), gone, seconds(lease.minus(overdue))))
        .map(rows -> Database.first(rows).map(row -> new Lease(queue, node, row.getLong("epoch"))));
  }

  @Override
  public Future<Set<QueueId>> renew(String node, List<Lease> leases, Duration lease) {
    String sql =
        """
        update queue_lease l set expires_at = clock_timestamp() + make_interval(secs => $4)
        from unnest($2::text[], $3::bigint[]) as mine (queue, epoch)
        where l.queue = mine.queue and l.epoch = mine.epoch and l.node = $1
        returning l.queue
        """;
    String[] queues = leases.stream().map(l -> l.queue().value()).toArray(String[]::new);
    Long[] epochs = leases.stream().map(Lease::epoch).toArray(Long[]::new);
    return database
        .query(sql, Tuple.of(node, queues, epochs, seconds(lease)))
        .map(rows -> {
          Set<QueueId> renewed = new HashSet<>();
          rows.forEach(row -> renewed.add(new QueueId(row.getString("queue"))));
          return renewed;
        });
  }

  @Override
  public Future<Void> release(Lease lease) {
    String sql =
        """
        update queue_lease set expires_at = '-infinity'
        where queue = $1 and node = $2 and epoch = $3
        """;
    return database
        .query(sql, Tuple.of(lease.queue().value(), lease.node(), lease.epoch()))
        .mapEmpty();
  }

  @Override
  public Future<List<Owner>> owners() {
    String sql =
        """
        select queue, node, epoch from queue_lease where expires_at > clock_timestamp()
        order by queue
        """;
    return database
        .query(sql, Tuple.tuple())
        .map(rows -> {
          List<Owner> owners = new ArrayList<>();
          for (Row row : rows) {
            owners.add(
                new Owner(
                    new QueueId(row.getString("queue")),
                    row.getString("node"),
                    row.getLong("epoch")));
          }
          return owners;
        });
  }

  @Override
  public Future<QueueState> load(QueueId queue) {
    return database
        .query(STATES + "where queue = $1", Tuple.of(queue.value()))
        .map(rows ->
            Database.first(rows).map(row -> state(queue, row)).orElse(QueueState.empty(queue)));
  }

  /**
   * The state of a row of {@link #STATES}.
   *
   * @throws IllegalStateException when state and journal do not lead to the version
   */
  static QueueState state(QueueId queue, Row row) {
    String whole = row.getString("state");
    QueueState state = whole == null ? QueueState.empty(queue) : JournalCodec.state(whole);
    for (String event : row.getArrayOfStrings("since")) {
      state = QueueLogic.evolve(state, JournalCodec.event(event));
    }
    if (state.version() != row.getLong("version")) {
      throw new IllegalStateException(
          "queue %s is at version %d, its journal leads to %d"
              .formatted(queue, row.getLong("version"), state.version()));
    }
    return state;
  }

  @Override
  public Future<CallerFacts> callerFacts(CallerNumber number, Instant at, Duration rejoin) {
    String sql = "select * from caller_facts($1, $2, make_interval(secs => $3), $4)";
    String key = number.recognisable() ? number.key() : null;
    int year = at.atZone(zone).getYear();
    return database
        .query(sql, Tuple.of(key, Columns.parameter(at), seconds(rejoin), year))
        .map(rows -> {
          Row row = rows.iterator().next();
          return new CallerFacts(
              Columns.personOrNull(row, "person_id"),
              Columns.languageOrNull(row.getString("language")),
              Columns.ticket(row.getString("ticket")),
              row.getBoolean("known"));
        });
  }

  @Override
  public Future<PhoneHolder> holdPhone(TechnicianId technician, QueueId queue) {
    String sql =
        """
        insert into phone_holder as h (technician, queue, turn) values ($1, $2, 1)
        on conflict (technician) do update
          set turn = h.turn + case when h.queue = excluded.queue then 1 else 0 end
        returning queue, turn
        """;
    return database
        .query(sql, Tuple.of(technician.value(), queue.value()))
        .map(rows -> rows.iterator().next())
        .map(row -> new PhoneHolder(new QueueId(row.getString("queue")), row.getLong("turn")));
  }

  @Override
  public Future<Boolean> takePhone(TechnicianId technician, PhoneHolder from, QueueId queue) {
    String sql =
        """
        update phone_holder set queue = $4, turn = turn + 1
        where technician = $1 and queue = $2 and turn = $3
        """;
    return database
        .query(sql, Tuple.of(technician.value(), from.queue().value(), from.turn(), queue.value()))
        .map(rows -> rows.rowCount() == 1);
  }

  @Override
  public Future<Committed> commit(Commit commit) {
    String sql =
        """
        select commit_queue($1, $2, $3, $4, $5::text::jsonb, $6::text::jsonb, $7::text::jsonb,
                            $8::text::jsonb, $9::text::jsonb, $10::text::jsonb, $11::text::jsonb)
        """;
    CommitRows rows = CommitRows.of(commit);
    boolean whole = pace.due(commit.state());
    Tuple values =
        Tuple.tuple()
            .addString(commit.queue().value())
            .addLong(commit.epoch())
            .addLong(commit.expectedVersion())
            .addLong(commit.state().version())
            .addString(whole ? JournalCodec.write(commit.state()) : null)
            .addString(rows.journal())
            .addString(rows.calls())
            .addString(rows.legs())
            .addString(rows.callbacks())
            .addString(rows.updates())
            .addString(rows.entries());
    return database
        .query(sql, values)
        .map(result -> result.iterator().next().getString(0))
        .recover(cause ->
            cause instanceof StoreException e
                    && String.valueOf(e.getMessage()).contains(JOURNAL_UNIQUE)
                ? Future.succeededFuture("known")
                : Future.failedFuture(cause))
        .compose(word -> committed(word, commit, whole));
  }

  private Future<Committed> committed(String word, Commit commit, boolean whole) {
    return switch (word) {
      case "stored" -> {
        if (whole) {
          pace.written(commit.state());
        }
        yield Future.succeededFuture(new Committed.Stored());
      }
      case "fenced" -> Future.succeededFuture(new Committed.Fenced());
      case "known" -> firsts(commit).map(Committed.Known::new);
      default -> throw new IllegalStateException("commit_queue said " + word);
    };
  }

  private Future<List<Entry>> firsts(Commit commit) {
    String sql =
        """
        select command, command_at, refusal, payload::text as payload from journal
        where queue = $1 and command = any ($2) order by id
        """;
    String[] commands =
        commit.entries().stream().map(e -> e.command().value()).toArray(String[]::new);
    return database
        .query(sql, Tuple.of(commit.queue().value(), (Object) commands))
        .map(PostgresQueueStore::entries);
  }

  /** Rows of one command follow each other: they were written in one statement. */
  private static List<Entry> entries(RowSet<Row> rows) {
    List<Entry> entries = new ArrayList<>();
    List<QueueEvent> events = new ArrayList<>();
    Row head = null;
    for (Row row : rows) {
      if (head != null && !head.getString("command").equals(row.getString("command"))) {
        entries.add(entry(head, events));
        events.clear();
        head = null;
      }
      head = head == null ? row : head;
      String payload = row.getString("payload");
      if (payload != null) {
        events.add(JournalCodec.event(payload));
      }
    }
    if (head != null) {
      entries.add(entry(head, events));
    }
    return entries;
  }

  private static Entry entry(Row head, List<QueueEvent> events) {
    return new Entry(
        new CommandId(head.getString("command")),
        Columns.instant(head, "command_at"),
        events,
        Optional.ofNullable(head.getString("refusal")).map(Refusal::valueOf));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
