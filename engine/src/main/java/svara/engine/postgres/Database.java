package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import svara.engine.port.StoreException;

/** The engine's connections, bounded in number, waiting and time; failures told by kind. */
final class Database {
  // waits are short; more than this many is a database that does not answer
  private static final int WAITING_MAX = 2_000;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
  private static final int STATEMENTS_KEPT = 128;

  // classes of SQLSTATE that pass by themselves: connection, transaction rollback (deadlock),
  // resources, wrong moment (locks), operator intervention, system error
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

  private final Pool pool;

  private Database(Pool pool) {
    this.pool = pool;
  }

  static Database open(Vertx vertx, DatabaseAddress address, int connections) {
    PgConnectOptions connect = new PgConnectOptions();
    connect.setHost(address.host());
    connect.setPort(address.port());
    connect.setDatabase(address.database());
    connect.setUser(address.engine().user());
    connect.setPassword(address.engine().password());
    connect.setCachePreparedStatements(true);
    connect.setPreparedStatementCacheMaxSize(STATEMENTS_KEPT);
    connect.addProperty("application_name", "svara");
    // a statement that outlives our patience must not hold its locks any longer
    connect.addProperty("statement_timeout", Long.toString(ANSWER_MAX.toMillis() - 1_000));
    PoolOptions options =
        new PoolOptions()
            .setMaxSize(connections)
            .setMaxWaitQueueSize(WAITING_MAX)
            .setConnectionTimeout((int) CONNECT_MAX.toMillis())
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    return new Database(PgBuilder.pool().with(options).connectingTo(connect).using(vertx).build());
  }

  /** One statement, one transaction. */
  Future<RowSet<Row>> query(String sql, Tuple values) {
    return pool.preparedQuery(sql)
        .execute(values)
        .timeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(told(cause)));
  }

  /** Several statements, one transaction: all is written or, when any fails, nothing. */
  <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(work)
        .map(Objects::requireNonNull)
        .timeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(told(cause)));
  }

  /** Statements that all see the database as it was at one moment. */
  <T> Future<T> snapshot(Function<Rows, Future<T>> work) {
    return pool.withConnection(connection ->
            connection
                .query("begin isolation level repeatable read read only")
                .execute()
                .compose(_ -> work.apply(Rows.of(connection)))
                .eventually(() -> connection.query("rollback").execute())
                .map(Objects::requireNonNull))
        .map(Objects::requireNonNull)
        .recover(cause -> Future.failedFuture(told(cause)));
  }

  static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  Future<Void> close() {
    return pool.close();
  }

  private static Throwable told(Throwable cause) {
    if (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException) {
      return cause; // our bug, not the database's
    }
    if (cause instanceof PgException e) {
      String state = String.valueOf(e.getSqlState());
      boolean passing = PASSING.contains(state.substring(0, Math.min(2, state.length())));
      return new StoreException(
          passing ? StoreException.Kind.UNAVAILABLE : StoreException.Kind.REFUSED,
          state + " " + e.getErrorMessage());
    }
    return new StoreException(
        cause instanceof ConnectionPoolTooBusyException
            ? StoreException.Kind.OVERLOADED
            : StoreException.Kind.UNAVAILABLE,
        "the database does not answer: " + cause.getMessage());
  }
}
