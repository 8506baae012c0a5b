package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.port.Health;
import svara.engine.port.Health.Part;
import svara.engine.port.Health.State;

class FaultsTest {
  private static final Instant MORNING = Instant.parse("2026-03-10T08:00:00Z");

  @TempDir Path folder;
  private ServerUnderTest server;

  @BeforeEach
  void start() throws Exception {
    server = ServerUnderTest.start(folder, MORNING);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private JsonObject faults() {
    return server.get("/api/v1/faults").json();
  }

  @Test
  void onlyPartsThatDoNotWorkAreNamedAndWhy() {
    assertEquals(new JsonArray(), faults().getJsonArray("parts"));
    Part mail = new Part("mail", State.DEGRADED, MORNING, "token_refused");
    server
        .engine()
        .health(new Health.Report(true, List.of(new Part("database", State.WORKS, MORNING), mail)));
    JsonObject part = faults().getJsonArray("parts").getJsonObject(0);
    assertEquals(1, faults().getJsonArray("parts").size());
    assertEquals("mail token_refused", part.getString("name") + " " + part.getString("reason"));
  }

  @Test
  void whoWasRefusedIsCountedWithWhereHeCameFromLast() {
    JsonObject nobody = faults().getJsonObject("strangers");
    assertEquals(0, nobody.getInteger("refused"));
    assertNull(nobody.getString("lastAt"));
    server.engine().stranger("192.0.2.7");
    server.engine().stranger("192.0.2.8");
    JsonObject strangers = faults().getJsonObject("strangers");
    assertEquals(2, strangers.getInteger("refused"));
    assertEquals("192.0.2.8", strangers.getString("lastFrom"));
    assertEquals(MORNING.toString(), strangers.getString("lastAt"));
  }

  @Test
  void whatIsTriedAgainByItselfIsTriedAtOnceWhenAPersonWantsIt() {
    JsonObject nothing = new JsonObject();
    assertEquals(204, server.post("/api/v1/faults/exchange", nothing).status());
    assertEquals(409, server.post("/api/v1/faults/directory", nothing).status());
    server.engine().hasDirectory(true);
    assertEquals(204, server.post("/api/v1/faults/directory", nothing).status());
    assertEquals(List.of("exchange", "directory", "directory"), server.engine().repairs());
  }
}
