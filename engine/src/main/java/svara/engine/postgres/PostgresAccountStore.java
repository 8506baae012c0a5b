package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.people.Scope;
import svara.engine.port.AccountStore;

/** Accounts, links and tokens. */
final class PostgresAccountStore implements AccountStore {
  private final Database database;

  PostgresAccountStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<Account>> all() {
    return database
        .query("select * from account order by name limit 1000", Tuple.tuple())
        .map(rows -> {
          List<Account> accounts = new ArrayList<>();
          rows.forEach(row -> accounts.add(account(row)));
          return accounts;
        });
  }

  @Override
  public Future<Optional<Credentials>> credentials(String name) {
    return database
        .query("select * from account where name = $1", Tuple.of(name))
        .map(rows ->
            Database.first(rows)
                .map(row -> new Credentials(account(row), row.getString("password_hash"))));
  }

  @Override
  public Future<Optional<Account>> add(String name, Details details, Instant at) {
    String sql =
        """
        insert into account (name, full_name, roles, technician, created_at, disabled_at)
        values ($1, $2, $3, $4, $5::timestamptz, case when $6 then $5::timestamptz end)
        on conflict (name) do nothing
        returning *
        """;
    return database.query(sql, values(name, details, at)).map(PostgresAccountStore::first);
  }

  private static Tuple values(String name, Details details, Instant at) {
    return Tuple.of(
        name,
        details.fullName(),
        words(details.roles()),
        value(details.technician()),
        Columns.parameter(at),
        details.disabled());
  }

  @Override
  public Future<Changed> change(String name, Details details, long version, Instant at) {
    return database.transaction(connection ->
        // one change of accounts at a time, or two administrators could disable each other
        connection
            .query("select pg_advisory_xact_lock(hashtext('change_account'))")
            .execute()
            .compose(_ ->
                connection
                    .preparedQuery("select * from account where name = $1")
                    .execute(Tuple.of(name)))
            .compose(rows -> {
              Optional<Account> found = first(rows);
              if (found.isEmpty()) {
                return Future.succeededFuture(new Changed.Unknown());
              }
              return found.get().version() == version
                  ? changed(connection, name, details, at)
                  : Future.succeededFuture(new Changed.Conflict(found.get()));
            }));
  }

  private static Future<Changed> changed(
      SqlConnection connection, String name, Details details, Instant at) {
    String others =
        "select count(*) from account where name <> $1 and disabled_at is null and 'administrator' = any (roles)";
    boolean keeps = !details.disabled() && details.roles().contains(Role.ADMINISTRATOR);
    return connection
        .preparedQuery(others)
        .execute(Tuple.of(name))
        .compose(rows -> {
          if (!keeps && rows.iterator().next().getLong(0) == 0) {
            return Future.succeededFuture(new Changed.LastAdministrator());
          }
          return update(connection, name, details, at);
        });
  }

  private static Future<Changed> update(
      SqlConnection connection, String name, Details details, Instant at) {
    String sql =
        """
        update account set full_name = $2, roles = $3, technician = $4, version = version + 1,
               disabled_at = case when $6 then coalesce(disabled_at, $5::timestamptz) end
        where name = $1
        returning *
        """;
    String end =
        """
        with gone as (delete from account_link where account_id = $1)
        delete from web_session where account_id = $1
        """;
    return connection
        .preparedQuery(sql)
        .execute(values(name, details, at))
        .compose(rows -> {
          Account account = first(rows).orElseThrow();
          Changed done = new Changed.Done(account);
          return details.disabled()
              ? connection.preparedQuery(end).execute(Tuple.of(account.id())).map(done)
              : Future.succeededFuture(done);
        });
  }

  @Override
  public Future<Void> password(long account, String hash, Instant at) {
    String sql =
        """
        with links as (delete from account_link where account_id = $1),
             sessions as (delete from web_session where account_id = $1)
        update account set password_hash = $2, password_at = $3, version = version + 1 where id = $1
        """;
    return database.query(sql, Tuple.of(account, hash, Columns.parameter(at))).mapEmpty();
  }

  @Override
  public Future<Void> signedIn(long account, Instant at) {
    return database
        .query(
            "update account set signed_in_at = $2 where id = $1",
            Tuple.of(account, Columns.parameter(at)))
        .mapEmpty();
  }

  @Override
  public Future<Optional<Account>> ofSubject(
      String subject, String name, Details details, Instant at) {
    // who signs in there has no password here; a local account of the same name is somebody else
    String sql =
        """
        insert into account as a (name, full_name, roles, technician, created_at, subject)
        select coalesce((select name from account where subject = $6), $1), $2, $3, $4, $5, $6
        on conflict (name) do update set full_name = excluded.full_name, roles = excluded.roles,
          version = a.version + case when a.roles = excluded.roles and a.full_name = excluded.full_name then 0 else 1 end
        where a.subject = $6
        returning *
        """;
    return database
        .query(
            sql,
            Tuple.of(
                name,
                details.fullName(),
                words(details.roles()),
                value(details.technician()),
                Columns.parameter(at),
                subject))
        .map(PostgresAccountStore::first);
  }

  @Override
  public Future<Void> link(long account, byte[] hash, Instant expires) {
    String sql =
        """
        with earlier as (delete from account_link where account_id = $1)
        insert into account_link (hash, account_id, expires_at) values ($2, $1, $3)
        """;
    return database
        .query(sql, Tuple.of(account, Buffer.buffer(hash), Columns.parameter(expires)))
        .mapEmpty();
  }

  @Override
  public Future<Optional<Account>> ofLink(byte[] hash, Instant at) {
    String sql =
        """
        select a.* from account_link l join account a on a.id = l.account_id
        where l.hash = $1 and l.expires_at > $2 and a.disabled_at is null
        """;
    return database
        .query(sql, Tuple.of(Buffer.buffer(hash), Columns.parameter(at)))
        .map(PostgresAccountStore::first);
  }

  @Override
  public Future<Optional<Account>> useLink(byte[] hash, Instant at) {
    String sql =
        """
        with used as (delete from account_link where hash = $1 returning account_id, expires_at)
        select a.* from used u join account a on a.id = u.account_id
        where u.expires_at > $2 and a.disabled_at is null
        """;
    return database
        .query(sql, Tuple.of(Buffer.buffer(hash), Columns.parameter(at)))
        .map(PostgresAccountStore::first);
  }

  @Override
  public Future<Boolean> addToken(String name, byte[] hash, Scope scope, Instant at) {
    String sql =
        """
        insert into api_token (name, hash, scope, created_at) values ($1, $2, $3, $4)
        on conflict (name) do nothing
        """;
    return database
        .query(sql, Tuple.of(name, Buffer.buffer(hash), scope.word(), Columns.parameter(at)))
        .map(rows -> rows.rowCount() == 1);
  }

  @Override
  public Future<Boolean> revokeToken(String name, Instant at) {
    return database
        .query(
            "update api_token set revoked_at = $2 where name = $1 and revoked_at is null",
            Tuple.of(name, Columns.parameter(at)))
        .map(rows -> rows.rowCount() == 1);
  }

  @Override
  public Future<Optional<Token>> token(byte[] hash) {
    return database
        .query(
            "select name, scope from api_token where hash = $1 and revoked_at is null",
            Tuple.of(Buffer.buffer(hash)))
        .map(rows ->
            Database.first(rows)
                .map(row ->
                    new Token(
                        row.getString("name"), Scope.of(row.getString("scope")).orElseThrow())));
  }

  private static Optional<Account> first(RowSet<Row> rows) {
    return Database.first(rows).map(PostgresAccountStore::account);
  }

  static Account account(Row row) {
    return new Account(
        row.getLong("id"),
        row.getString("name"),
        row.getString("full_name"),
        roles(row.getArrayOfStrings("roles")),
        Columns.technicianOrNull(row, "technician"),
        row.getString("password_hash") != null,
        row.getString("subject") != null,
        row.getOffsetDateTime("disabled_at") != null,
        Columns.instantOrNull(row, "signed_in_at"),
        row.getLong("version"));
  }

  private static Set<Role> roles(String[] words) {
    return Arrays.stream(words)
        .map(word -> Role.of(word).orElseThrow())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String[] words(Set<Role> roles) {
    return roles.stream().sorted().map(Role::word).toArray(String[]::new);
  }

  private static @Nullable String value(@Nullable TechnicianId technician) {
    return technician == null ? null : technician.value();
  }
}
