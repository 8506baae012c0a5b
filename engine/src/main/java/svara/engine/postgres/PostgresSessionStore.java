package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import svara.engine.port.SessionStore;

/** Signed-in browsers. */
final class PostgresSessionStore implements SessionStore {
  // named as columns of the account, so that one reading of rows serves
  private static final String SELECT =
      """
      select a.*, s.account_id, s.started_at, s.seen_at, s.address, s.id_token
      from web_session s left join account a on a.id = s.account_id
      """;

  private final Database database;

  PostgresSessionStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Void> open(
      byte[] key, @Nullable Long account, Instant at, String address, @Nullable String idToken) {
    String sql =
        """
        insert into web_session (key, account_id, started_at, seen_at, address, id_token)
        values ($1, $2, $3, $3, $4, $5)
        """;
    return database
        .query(sql, Tuple.of(Buffer.buffer(key), account, Columns.parameter(at), address, idToken))
        .mapEmpty();
  }

  @Override
  public Future<Optional<Session>> session(
      byte[] key, Instant at, Duration idle, Duration absolute) {
    String sql =
        SELECT
            + "where s.key = $1 and s.seen_at > $2 and s.started_at > $3 and a.disabled_at is null";
    return database
        .query(
            sql,
            Tuple.of(
                Buffer.buffer(key),
                Columns.parameter(at.minus(idle)),
                Columns.parameter(at.minus(absolute))))
        .map(rows -> Database.first(rows).map(PostgresSessionStore::session));
  }

  private static Session session(Row row) {
    return new Session(
        row.getLong("account_id") == null ? null : PostgresAccountStore.account(row),
        Columns.instant(row, "started_at"),
        Columns.instant(row, "seen_at"),
        row.getString("address"),
        row.getString("id_token"));
  }

  @Override
  public Future<Void> seen(byte[] key, Instant at) {
    return database
        .query(
            "update web_session set seen_at = greatest(seen_at, $2) where key = $1",
            Tuple.of(Buffer.buffer(key), Columns.parameter(at)))
        .mapEmpty();
  }

  @Override
  public Future<Void> end(byte[] key) {
    return database
        .query("delete from web_session where key = $1", Tuple.of(Buffer.buffer(key)))
        .mapEmpty();
  }

  @Override
  public Future<Void> endAll(long account) {
    return database
        .query("delete from web_session where account_id = $1", Tuple.of(account))
        .mapEmpty();
  }

  @Override
  public Future<List<Session>> ofAccount(
      long account, Instant at, Duration idle, Duration absolute) {
    String sql =
        SELECT
            + "where s.account_id = $1 and s.seen_at > $2 and s.started_at > $3"
            + " order by s.seen_at desc limit 100";
    return database
        .query(
            sql,
            Tuple.of(
                account, Columns.parameter(at.minus(idle)), Columns.parameter(at.minus(absolute))))
        .map(rows -> {
          List<Session> sessions = new ArrayList<>();
          rows.forEach(row -> sessions.add(session(row)));
          return sessions;
        });
  }

  @Override
  public Future<Void> forget(Instant at, Duration absolute) {
    String sql =
        """
        with tries as (delete from sign_in_try where since < $1),
             links as (delete from account_link where expires_at < $2)
        delete from web_session where started_at < $1
        """;
    return database
        .query(sql, Tuple.of(Columns.parameter(at.minus(absolute)), Columns.parameter(at)))
        .mapEmpty();
  }

  @Override
  public Future<Boolean> tryUnder(Map<String, Integer> limits, Instant at, Duration window) {
    // in the order of the keys, so that two tries never wait for each other
    Map<String, Integer> sorted = new TreeMap<>(limits);
    String sql =
        """
        insert into sign_in_try as t (key, tries, since)
        select k, 1, $2 from unnest($1::text[]) as k
        on conflict (key) do update set
          tries = case when t.since <= $3 then 1 else t.tries + 1 end,
          since = case when t.since <= $3 then excluded.since else t.since end
        returning key, tries
        """;
    return database
        .query(
            sql,
            Tuple.of(
                sorted.keySet().toArray(String[]::new),
                Columns.parameter(at),
                Columns.parameter(at.minus(window))))
        .map(rows -> {
          boolean allowed = true;
          for (Row row : rows) {
            allowed &= row.getInteger("tries") <= limits.getOrDefault(row.getString("key"), 0);
          }
          return allowed;
        });
  }

  @Override
  public Future<Void> forgetTries(String key) {
    return database.query("delete from sign_in_try where key = $1", Tuple.of(key)).mapEmpty();
  }
}
