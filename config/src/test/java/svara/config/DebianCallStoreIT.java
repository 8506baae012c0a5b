package svara.config;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.port.CallStore;
import svara.engine.port.CallStoreContract;
import svara.engine.port.JournalStore;
import svara.engine.port.QueueStore;

@Tag("storage")
class DebianCallStoreIT extends CallStoreContract {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.debian();

  @Override
  protected CallStore calls() {
    return DATABASE.stores().calls();
  }

  @Override
  protected JournalStore journal() {
    return DATABASE.stores().journal();
  }

  @Override
  protected QueueStore queues() {
    return DATABASE.stores().queues();
  }
}
