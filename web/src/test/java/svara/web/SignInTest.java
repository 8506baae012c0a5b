package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.web.ServerUnderTest.Answer;

@Timeout(60)
class SignInTest {
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
  void everyOperationThatTheDocumentDoesNotOpenWantsAToken() {
    JsonObject paths = server.get("/openapi.json").json().getJsonObject("paths");
    int closed = 0;
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        if (paths.getJsonObject(path).getJsonObject(method).containsKey("security")) {
          continue;
        }
        closed++;
        String concrete = path.replaceAll("\\{[^}]*}", "x");
        Answer answer = server.anonymous(method.toUpperCase(java.util.Locale.ROOT), concrete);
        assertEquals(401, answer.status(), method + " " + path);
        assertEquals("Bearer realm=\"svara\"", answer.header("WWW-Authenticate"));
      }
    }
    assertTrue(closed > 15, "operations looked at: " + closed);
  }

  @Test
  void noSpellingOfAnAddressGoesRoundTheToken() {
    for (String path :
        List.of(
            "/api/v1/queues/",
            "//api/v1/queues",
            "/api//v1/queues",
            "/api/v1/../v1/queues",
            "/api/v1/%71ueues",
            "/health/../api/v1/queues",
            "/health/live/../../api/v1/queues",
            "/API/v1/queues",
            "/nothing")) {
      assertEquals(401, server.anonymous("GET", path).status(), path);
    }
  }

  @Test
  void noAnswerIsKeptByABrowser() {
    for (String path : List.of("/api/v1/queues", "/api/v1/me", "/nothing", "/openapi.json")) {
      assertEquals("no-store", server.get(path).header("Cache-Control"), path);
    }
  }

  @Test
  void aWrongTokenIsRefused() {
    for (String header :
        List.of(
            "Bearer wrong",
            "Bearer ",
            "Bearer",
            "Basic " + server.token(),
            server.token(),
            "Bearer " + server.token() + "x")) {
      assertEquals(
          401, with("GET", "/api/v1/queues", Map.of("Authorization", header)).status(), header);
    }
    assertEquals(
        200,
        with("GET", "/api/v1/queues", Map.of("Authorization", "bearer " + server.token()))
            .status());
  }

  @Test
  void aCommandOnThisMachineIsLetInForAMinute() {
    Map<String, String> local =
        Map.of("Authorization", "Bearer " + server.access().localCredential());
    assertEquals(200, with("GET", "/api/v1/queues", local).status());
    server.pass(Duration.ofMinutes(2));
    assertEquals(401, with("GET", "/api/v1/queues", local).status());
  }

  @Test
  void aCodeBecomesASessionOnce() {
    String code = server.access().signInCode();
    Answer first = signIn(new JsonObject().put("code", code));
    assertEquals(204, first.status());
    String cookie = first.header("Set-Cookie");
    assertTrue(cookie.contains("HTTPOnly") && cookie.contains("SameSite=Strict"), cookie);
    assertEquals(200, with("GET", "/api/v1/queues", Map.of("Cookie", value(cookie))).status());
    assertEquals(401, signIn(new JsonObject().put("code", code)).status());
  }

  @Test
  void aSessionOpensNothingAsACodeOrToken() {
    String cookie = value(session());
    String value = cookie.substring(cookie.indexOf('=') + 1);
    assertEquals(401, signIn(new JsonObject().put("code", value)).status());
    assertEquals(
        401, with("GET", "/api/v1/queues", Map.of("Authorization", "Bearer " + value)).status());
  }

  @Test
  void aSessionEnds() {
    Map<String, String> cookie = Map.of("Cookie", value(session()));
    for (int used = 0; used < 14; used++) {
      server.pass(Duration.ofMinutes(50));
      assertEquals(200, with("GET", "/api/v1/queues", cookie).status());
    }
    server.pass(Duration.ofMinutes(50));
    assertEquals(401, with("GET", "/api/v1/queues", cookie).status());
  }

  @Test
  void aSessionThatNobodyUsesEndsSoonerAndAPageLeftOpenIsNobody() {
    Map<String, String> cookie = Map.of("Cookie", value(session()));
    Map<String, String> leftOpen = new HashMap<>(cookie);
    leftOpen.put(Sessions.UNATTENDED, "1");
    server.pass(Duration.ofMinutes(55));
    assertEquals(200, with("GET", "/api/v1/queues", leftOpen).status());
    server.pass(Duration.ofMinutes(10));
    assertEquals(401, with("GET", "/api/v1/queues", leftOpen).status());
  }

  @Test
  void signingOutTakesTheCookieBack() {
    Answer answer = server.anonymous("DELETE", "/api/v1/session");
    assertEquals(204, answer.status());
    assertTrue(answer.header("Set-Cookie").contains("Max-Age=0"));
  }

  @Test
  void aWrongTokenAtSignInIsRefused() {
    Answer answer = signIn(new JsonObject().put("token", "wrong"));
    assertEquals(401, answer.status());
    assertEquals("not_accepted", answer.json().getString("code"));
    assertEquals(400, signIn(new JsonObject()).status());
    assertEquals(400, signIn(new JsonObject().put("token", "a").put("code", "b")).status());
  }

  @Test
  void aPageElsewhereChangesNothingWithTheSession() {
    String cookie = value(session());
    String path = "/api/v1/technicians/tek1/duty";
    String own = server.address().toString().replaceAll("/$", "");
    for (String origin : List.of("", "http://127.0.0.1:1", "https://example.se", "null")) {
      assertEquals(403, put(path, cookie, origin).status(), origin);
    }
    assertEquals(204, put(path, cookie, own).status());
  }

  private Answer put(String path, String cookie, String origin) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Cookie", cookie);
    headers.put("Content-Type", "application/json");
    if (!origin.isEmpty()) {
      headers.put("Origin", origin);
    }
    return server.send("PUT", path, "{\"queue\":\"helpdesk\",\"state\":\"on\"}", headers);
  }

  @Test
  void aForeignNameForThisMachineIsNotAnswered() {
    for (String path : List.of("/", "/health/live", "/api/v1/queues")) {
      Answer answer =
          with(
              "GET",
              path,
              Map.of("Host", "svara.example.se", "Authorization", "Bearer " + server.token()));
      assertEquals(421, answer.status(), path);
    }
  }

  @Test
  void everyAnswerTellsTheBrowserWhatItMayDo() {
    for (String path : List.of("/", "/js/main.js", "/health/live", "/api/v1/queues", "/nothing")) {
      Answer answer = server.get(path);
      String policy = answer.header("Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none'"), path);
      assertTrue(!policy.contains("unsafe"), path);
      assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
    }
  }

  @Test
  void theConsolesFilesAreServedAndAskedForAnewAtNoCost() {
    Answer page = server.anonymous("GET", "/");
    assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
    Answer again = with("GET", "/", Map.of("If-None-Match", page.header("ETag")));
    assertEquals(304, again.status());
    for (String file : ConsoleFiles.LIBRARY) {
      assertEquals(200, server.anonymous("GET", "/lib/lit-html/" + file).status(), file);
    }
  }

  private String session() {
    return signIn(new JsonObject().put("token", server.token())).header("Set-Cookie");
  }

  private static String value(String cookie) {
    return cookie.substring(0, cookie.indexOf(';'));
  }

  private Answer signIn(JsonObject body) {
    return server.send(
        "POST", "/api/v1/session", body.encode(), Map.of("Content-Type", "application/json"));
  }

  private Answer with(String method, String path, Map<String, String> headers) {
    return server.send(method, path, null, headers);
  }
}
