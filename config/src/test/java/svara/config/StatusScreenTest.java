package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.Test;

class StatusScreenTest {
  @Test
  void oneScreenTellsPartsQueuesAndFigures() {
    JsonObject health =
        new JsonObject(
            """
            {"status": "ready", "parts": [{"name": "exchange", "state": "works"}]}
            """);
    JsonArray queues =
        new JsonArray(
            """
            [{"name": "helpdesk", "title": "Helpdesken", "at": "2026-03-02T08:10:00Z", "open": true,
              "limits": {"talkingMax": 1, "waitingMax": 1, "callbacksMax": 10},
              "active": [{"state": "talking", "since": "2026-03-02T08:07:50Z",
                          "ticket": "2026-000001", "caller": {"name": "", "number": "412"}}],
              "waiting": [{"since": "2026-03-02T08:09:55Z", "ticket": "2026-000002",
                           "caller": {"name": "", "number": ""}}],
              "callbacks": [],
              "technicians": [{"name": "Anna Berg", "state": "talking"}]}]
            """);
    JsonObject today =
        new JsonObject(
            """
            {"offered": 5, "outcomes": {"ANSWERED": 2, "ABANDONED": 1, "FAILED": 0}, "addsUp": true,
             "wait": {"medianSeconds": 12.4, "longestSeconds": 75.0}}
            """);

    assertEquals(
        """
        http://127.0.0.1:8080  ready  (exchange works)

        Helpdesken  open  talking 1/1  waiting 1/1  callbacks 0/10
          talking    2:10  2026-000001  412
          waiting    0:05  2026-000002  withheld
          Anna Berg talking

        today  offered 5  ABANDONED 1, ANSWERED 2  wait median 0:12, longest 1:15
        """,
        String.join(
                "\n",
                new StatusScreen(URI.create("http://127.0.0.1:8080"), health, queues, today)
                    .lines())
            + "\n");
  }
}
