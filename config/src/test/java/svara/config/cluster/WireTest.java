package svara.config.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.LiveUpdate;

class WireTest {
  private static final Instant AT = Instant.parse("2026-03-02T09:00:00.123456Z");

  @Test
  void newsArriveAsTheyWereSent() {
    LiveUpdate all =
        new LiveUpdate(
            "call.answered",
            AT,
            new QueueId("helpdesk"),
            new CallId("svara-1.1"),
            new CallbackId("cb-svara-1.1"),
            new TicketNumber(2026, 17),
            new TechnicianId("anna"),
            "on");
    LiveUpdate none = new LiveUpdate("health", AT, null, null, null, null, null, "");
    for (LiveUpdate sent : new LiveUpdate[] {all, none}) {
      assertEquals(sent, Wire.update(new JsonObject(Wire.json(sent).encode())));
    }
  }
}
