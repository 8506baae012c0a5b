package svara.config;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on the server that comes along. */
@Tag("storage")
class PostgresQueueStoreIT extends PostgresQueueStoreContract {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @Override
  TestDatabase database() {
    return DATABASE;
  }
}
