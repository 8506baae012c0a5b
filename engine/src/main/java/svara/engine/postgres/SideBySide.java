package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.List;

/**
 * Statements that are sent over one connection without waiting for one another: the database does
 * them in the order they were sent, and the time on the way is spent once. (Pipelining, PostgreSQL
 * 34.5.)
 */
final class SideBySide {
  // in_failed_sql_transaction: another statement has failed before, and that one says why
  private static final String FOLLOWS = "25P02";

  private SideBySide() {}

  /**
   * Done when all are done, also when one has failed: what were still on its way when the
   * transaction is rolled back would be written outside of it.
   */
  static Future<Void> all(Future<?>... sent) {
    List<Future<?>> all = List.of(sent);
    return Future.join(all).<Void>mapEmpty().recover(_ -> Future.failedFuture(cause(all)));
  }

  private static Throwable cause(List<Future<?>> all) {
    List<Throwable> causes = all.stream().filter(Future::failed).map(Future::cause).toList();
    return causes.stream()
        .filter(cause -> !(cause instanceof PgException e && FOLLOWS.equals(e.getSqlState())))
        .findFirst()
        .orElseGet(causes::getFirst);
  }
}
