package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Where rows come from: one moment of the database, or a transaction. */
interface Rows {
  Future<RowSet<Row>> query(String sql, Tuple values);

  static Rows of(SqlConnection connection) {
    return (sql, values) -> connection.preparedQuery(sql).execute(values);
  }
}
