package svara.config;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on Debian's own PostgreSQL. */
@Tag("storage")
class DebianQueueStoreIT extends PostgresQueueStoreContract {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.debian();

  @Override
  TestDatabase database() {
    return DATABASE;
  }
}
