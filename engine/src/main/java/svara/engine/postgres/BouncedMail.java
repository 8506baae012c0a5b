package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import svara.engine.mail.Bounce;
import svara.engine.mail.IncomingMail;

/**
 * A server says later that it could not deliver what it had taken: the mail counts as refused, and
 * its recipient is marked. Only who had the mail knows its Message-ID, so only that is believed.
 */
final class BouncedMail {
  private static final String SQL =
      """
      with refused as (
        update mail_out set state = 'refused', words = $2, settled_at = $4
        where message_id = $1 and state in ('sent', 'given_up') and ($3 = '' or lower(recipient) = $3)
        returning lower(recipient) as recipient)
      insert into mail_recipient (address, refused_at, words)
      select recipient, $4, $2 from refused
      on conflict (address) do update set refused_at = excluded.refused_at, words = excluded.words
      """;

  private BouncedMail() {}

  static Future<Void> note(SqlConnection connection, IncomingMail mail, Instant at) {
    Bounce bounce = mail.bounce();
    if (bounce == null || !bounce.failed() || bounce.original().isEmpty()) {
      return Future.succeededFuture();
    }
    return connection
        .preparedQuery(SQL)
        .execute(
            Tuple.of(bounce.original(), bounce.words(), bounce.recipient(), Columns.parameter(at)))
        .mapEmpty();
  }
}
