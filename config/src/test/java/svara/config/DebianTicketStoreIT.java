package svara.config;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.port.QueueStore;
import svara.engine.port.TicketStore;
import svara.engine.port.TicketStoreContract;

@Tag("storage")
class DebianTicketStoreIT extends TicketStoreContract {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.debian();

  @Override
  protected TicketStore store() {
    return DATABASE.stores().tickets();
  }

  @Override
  protected QueueStore queues() {
    return DATABASE.stores().queues();
  }
}
