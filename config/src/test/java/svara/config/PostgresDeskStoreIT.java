package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.id.TicketNumber;
import svara.engine.port.DeskStore;
import svara.engine.port.DeskStoreContract;
import svara.engine.port.TicketStore.NewTicket;
import svara.engine.port.TicketStore.TicketChange;
import svara.engine.ticket.TicketStatus;

@Tag("storage")
class PostgresDeskStoreIT extends DeskStoreContract {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final Instant MORNING = Instant.parse("2026-05-04T08:00:00Z");

  @Override
  protected DeskStore store() {
    return DATABASE.stores().desk();
  }

  @Override
  protected TicketNumber ticket() {
    return DATABASE
        .stores()
        .tickets()
        .open(new NewTicket("x", "", null, null, "anna", MORNING))
        .await()
        .number();
  }

  @Test
  void draftsGoWhenTheTicketIsClosed() {
    TicketNumber ticket = ticket();
    store().keep("anna", ticket, new DeskStore.Draft("reply", "Hej", MORNING)).await();
    DATABASE
        .stores()
        .tickets()
        .change(ticket, new TicketChange(null, TicketStatus.CLOSED, null, null, "anna", MORNING))
        .await();
    assertEquals(Optional.empty(), store().draft("anna", ticket).await());
  }
}
