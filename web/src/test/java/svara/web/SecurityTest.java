package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.id.TicketNumber;
import svara.engine.port.TicketFiles.TicketFile;
import svara.web.ServerUnderTest.Answer;

/** What strangers try that no other test is about: other places, other headers, other words. */
@Timeout(60)
class SecurityTest {
  private static final List<String> HOSTILE =
      List.of(
          "' or '1'='1",
          "'; drop table ticket; --",
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "javascript:alert(1)",
          "{{7*7}}${7*7}",
          "../../../../etc/passwd",
          "a\u0000b",
          "x".repeat(5_000));

  @TempDir Path folder;
  private ServerUnderTest server;

  @BeforeEach
  void start() throws Exception {
    server = ServerUnderTest.start(folder, Instant.parse("2026-03-10T08:00:00Z"));
    server.engine().queue("helpdesk", "Helpdesk", "100", "tek1");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void noAddressLeadsOutOfTheConsolesFiles() {
    for (String path :
        List.of(
            "/../../../../etc/passwd",
            "/js/../../../../etc/passwd",
            "/js/..%2f..%2f..%2fetc%2fpasswd",
            "/js/%2e%2e/%2e%2e/etc/passwd",
            "/lib/lit-html/..%5c..%5cetc%5cpasswd",
            "/css/....//....//etc/passwd",
            "/js/main.js%00.css",
            "/openapi.yaml/../token.sha256",
            "/META-INF/MANIFEST.MF",
            "/svara/web/openapi.yaml",
            "/.git/config")) {
      Answer answer = server.anonymous("GET", path);
      assertTrue(answer.status() >= 400 && answer.status() < 500, path + " " + answer.status());
      assertFalse(answer.text().contains("root:"), path);
    }
  }

  @Test
  void noAnswerSendsABrowserElsewhere() {
    for (String path :
        List.of(
            "/",
            "//example.org/",
            "//example.org/%2e%2e",
            "/%5cexample.org",
            "/?next=https://example.org",
            "/api/v1/session?return=//example.org",
            "/https://example.org")) {
      Answer answer = server.anonymous("GET", path);
      assertFalse(answer.status() >= 300 && answer.status() < 400, path);
      assertNull(answer.header("Location"), path);
    }
  }

  @Test
  void noNameBecomesAHeader() {
    JsonObject body = new JsonObject().put("subject", "x").put("description", "");
    String number = server.post("/api/v1/tickets", body).json().getString("number");
    TicketNumber ticket = TicketNumber.parse(number).orElseThrow();
    server
        .engine()
        .bring(
            ticket,
            new TicketFile(
                "a\r\nSet-Cookie: stolen=1\r\n\r\n<b>.txt", "text/plain", Buffer.buffer("x")));
    Answer file = server.get("/api/v1/tickets/" + number + "/files/1");
    assertEquals(200, file.status());
    assertNull(file.header("Set-Cookie"));
    assertTrue(file.header("Content-Disposition").startsWith("attachment;"));
    assertTrue(file.header("Content-Security-Policy").contains("sandbox"));
    for (String path :
        List.of("/%0d%0aSet-Cookie:%20stolen=1", "/api/v1/calls/%0d%0aSet-Cookie:%20stolen=1")) {
      assertNull(server.get(path).header("Set-Cookie"), path);
    }
  }

  @Test
  void hostileWordsAreWordsWhereverTheyAreWritten() {
    for (String words : HOSTILE) {
      String query = URLEncoder.encode(words, StandardCharsets.UTF_8);
      for (String path :
          List.of(
              "/api/v1/tickets?q=" + query,
              "/api/v1/tickets?cursor=" + query,
              "/api/v1/calls?queue=" + query,
              "/api/v1/audit?who=" + query,
              "/api/v1/statistics?from=" + query,
              "/api/v1/queues/" + query.replace("+", "%20"))) {
        Answer answer = server.get(path);
        assertTrue(answer.status() < 500, path + " " + answer.status());
        assertTrue(answer.header("Content-Type").contains("json"), path);
        assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
      }
      JsonObject body = new JsonObject().put("name", words).put("password", words);
      Answer signIn =
          server.send(
              "POST", "/api/v1/session", body.encode(), Map.of("Content-Type", "application/json"));
      assertTrue(signIn.status() == 401 || signIn.status() == 400, words);
    }
  }

  @Test
  void aBodyThatIsTooLongIsRefusedBeforeItIsRead() {
    String tooLong = "x".repeat(1024 * 1024 + 1);
    Map<String, String> headers = Map.of("Content-Type", "application/json");
    assertEquals(413, server.send("POST", "/api/v1/session", tooLong, headers).status());
  }

  @Test
  void otherPagesReadNothing() {
    Answer answer =
        server.send(
            "GET",
            "/api/v1/queues",
            null,
            Map.of("Authorization", "Bearer " + server.token(), "Origin", "https://example.org"));
    assertNull(answer.header("Access-Control-Allow-Origin"));
    assertEquals("same-origin", answer.header("Cross-Origin-Resource-Policy"));
  }
}
