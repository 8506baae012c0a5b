package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.people.Role;
import svara.engine.people.Scope;
import svara.engine.port.AuditLog;
import svara.web.ServerUnderTest.Answer;

/** Accounts over HTTP: from the link by which a password is chosen to the audit log. */
@Timeout(120)
class AccountsTest {
  private static final String PASSWORD = "sju röda tegelstenar";

  @TempDir Path folder;
  private ServerUnderTest server;
  private String administrator;

  @BeforeEach
  void start() throws Exception {
    server = ServerUnderTest.start(folder, Instant.parse("2026-03-10T08:00:00Z"));
    server.engine().queue("helpdesk", "Helpdesk", "100", "tek1");
    administrator = server.cookie("admin", Role.ADMINISTRATOR);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aLinkLetsSomebodyChooseAPasswordOnceAndSignsHimIn() {
    JsonObject added = add("anna.berg", "technician");
    String link = added.getString("link");
    Answer whose = post("", "/api/v1/links", new JsonObject().put("link", link));
    assertEquals("anna.berg", whose.json().getString("name"));
    Answer chosen = choose(link, PASSWORD);
    assertEquals(204, chosen.status());
    String cookie = value(chosen);
    assertEquals("anna.berg", get(cookie, "/api/v1/me").json().getString("name"));
    assertEquals(200, get(cookie, "/api/v1/tickets").status());
    assertEquals(403, get(cookie, "/api/v1/accounts").status());
    assertEquals(404, choose(link, PASSWORD).status());
    assertEquals(204, signIn("Anna.Berg ", PASSWORD).status());
  }

  @Test
  void aLinkIsGoodForThreeDaysAndANewOneEndsTheFormer() {
    String first = add("anna.berg", "technician").getString("link");
    Answer again = post(administrator, "/api/v1/accounts/anna.berg/link", null);
    assertEquals(404, choose(first, PASSWORD).status());
    server.pass(Duration.ofDays(3).plusSeconds(1));
    assertEquals(404, choose(again.json().getString("link"), PASSWORD).status());
  }

  @Test
  void aPasswordThatIsShortOrGuessedIsRefusedAndTheLinkStaysGood() {
    String link = add("anna.berg", "technician").getString("link");
    assertEquals("password_length", choose(link, "kort").json().getString("code"));
    for (String guessed :
        List.of(
            "password1234",
            "lösenord1234",
            "välkommen2026",
            "anna.berg.anna.berg",
            "aaaaaaaaaaaaaaaa",
            "qwertyuiop12")) {
      assertEquals("password_guessed", choose(link, guessed).json().getString("code"), guessed);
    }
    assertEquals("password_length", choose(link, "å".repeat(129)).json().getString("code"));
    assertEquals(204, choose(link, PASSWORD).status());
  }

  @Test
  void whatIsWrongWithANameOrAPasswordIsNotTold() {
    account("anna.berg", Role.TECHNICIAN);
    add("bo.ek", "technician");
    account("cilla.dahl", Role.TECHNICIAN);
    disable("cilla.dahl");
    JsonObject wrong = signIn("anna.berg", "en annan mening").json();
    assertEquals("not_accepted", wrong.getString("code"));
    for (String name : List.of("bo.ek", "cilla.dahl", "nobody", "'; drop table account; --")) {
      Answer answer = signIn(name, PASSWORD);
      assertEquals(401, answer.status(), name);
      assertEquals(wrong, answer.json(), name);
      assertEquals(null, answer.header("Set-Cookie"), name);
    }
  }

  @Test
  void guessingOneAccountFromOneAddressIsStoppedAndTheAccountIsNot() {
    account("anna.berg", Role.TECHNICIAN);
    account("bo.ek", Role.TECHNICIAN);
    IntStream.range(0, SignInThrottle.ACCOUNT_AT_ADDRESS_MAX)
        .forEach(i -> assertEquals(401, signIn("anna.berg", "gissning " + i).status()));
    assertEquals(429, signIn("anna.berg", PASSWORD).status());
    assertEquals(429, signIn("anna.berg", "en till").status());
    assertEquals(204, signIn("bo.ek", PASSWORD).status());
    server.pass(SignInThrottle.WINDOW.plusSeconds(1));
    assertEquals(204, signIn("anna.berg", PASSWORD).status());
  }

  @Test
  void manyAccountsFromOneAddressAreStoppedToo() {
    List<Integer> answers =
        IntStream.rangeClosed(0, SignInThrottle.ADDRESS_MAX)
            .mapToObj(i -> signIn("name" + i, "gissning").status())
            .toList();
    assertEquals(401, answers.get(SignInThrottle.ADDRESS_MAX - 1));
    assertEquals(429, answers.get(SignInThrottle.ADDRESS_MAX));
  }

  @Test
  void aRightPasswordForgetsTheTries() {
    account("anna.berg", Role.TECHNICIAN);
    for (int round = 0; round < 3; round++) {
      IntStream.range(0, SignInThrottle.ACCOUNT_AT_ADDRESS_MAX - 1)
          .forEach(i -> assertEquals(401, signIn("anna.berg", "gissning").status()));
      assertEquals(204, signIn("anna.berg", PASSWORD).status());
    }
  }

  @Test
  void aSessionLaidIntoABrowserBeforehandIsNotTheOneThatIsSignedIn() {
    account("anna.berg", Role.TECHNICIAN);
    String laid = server.cookie("mallory", Role.REQUESTER);
    Answer answer =
        post(
            laid,
            "/api/v1/session",
            new JsonObject().put("name", "anna.berg").put("password", PASSWORD));
    assertEquals(204, answer.status());
    assertNotEquals(laid, value(answer));
    assertEquals(401, get(laid, "/api/v1/me").status());
    String invented = "svara_session=" + "x".repeat(43);
    Answer second =
        post(
            invented,
            "/api/v1/session",
            new JsonObject().put("name", "anna.berg").put("password", PASSWORD));
    assertNotEquals(invented, value(second));
    assertEquals(401, get(invented, "/api/v1/me").status());
  }

  @Test
  void anotherPageSignsNobodyIn() {
    account("anna.berg", Role.TECHNICIAN);
    JsonObject body = new JsonObject().put("name", "anna.berg").put("password", PASSWORD);
    Answer answer =
        server.send(
            "POST",
            "/api/v1/session",
            body.encode(),
            Map.of("Content-Type", "application/json", "Origin", "https://example.org"));
    assertEquals(403, answer.status());
    assertEquals(null, answer.header("Set-Cookie"));
  }

  @Test
  void aChangedPasswordSignsTheOtherBrowsersOut() {
    account("anna.berg", Role.TECHNICIAN);
    String here = value(signIn("anna.berg", PASSWORD));
    String there = value(signIn("anna.berg", PASSWORD));
    JsonObject wrong = new JsonObject().put("old", "fel").put("password", "åtta gula dörrar här");
    assertEquals(422, put(here, "/api/v1/me/password", wrong).status());
    Answer changed = put(here, "/api/v1/me/password", wrong.copy().put("old", PASSWORD));
    assertEquals(204, changed.status());
    assertEquals(401, get(there, "/api/v1/me").status());
    assertEquals(401, get(here, "/api/v1/me").status());
    assertEquals(200, get(value(changed), "/api/v1/me").status());
    assertEquals(401, signIn("anna.berg", PASSWORD).status());
    assertEquals(204, signIn("anna.berg", "åtta gula dörrar här").status());
  }

  @Test
  void signingOutEverywhereEndsEverySession() {
    account("anna.berg", Role.TECHNICIAN);
    String here = value(signIn("anna.berg", PASSWORD));
    String there = value(signIn("anna.berg", PASSWORD));
    // one more: that of choosing the password
    assertEquals(3, get(here, "/api/v1/me/sessions").json().getJsonArray("items").size());
    assertEquals(204, send("DELETE", here, "/api/v1/me/sessions", null).status());
    for (String cookie : List.of(here, there)) {
      assertEquals(401, get(cookie, "/api/v1/me").status());
    }
  }

  @Test
  void signingOutEndsTheSessionAndNotTheCookieAlone() {
    account("anna.berg", Role.TECHNICIAN);
    String cookie = value(signIn("anna.berg", PASSWORD));
    assertEquals(204, send("DELETE", cookie, "/api/v1/session", null).status());
    assertEquals(401, get(cookie, "/api/v1/me").status());
  }

  @Test
  void aDisabledAccountIsSignedOutAtOnce() {
    account("anna.berg", Role.TECHNICIAN);
    String cookie = value(signIn("anna.berg", PASSWORD));
    assertEquals(200, get(cookie, "/api/v1/tickets").status());
    disable("anna.berg");
    assertEquals(401, get(cookie, "/api/v1/tickets").status());
    assertEquals(409, post(administrator, "/api/v1/accounts/anna.berg/link", null).status());
  }

  @Test
  void aRoleThatIsTakenAwayClosesWhatItOpenedAtOnce() {
    account("anna.berg", Role.TECHNICIAN);
    String cookie = value(signIn("anna.berg", PASSWORD));
    assertEquals(200, get(cookie, "/api/v1/tickets").status());
    assertEquals(200, change("anna.berg", false, "requester").status());
    assertEquals(403, get(cookie, "/api/v1/tickets").status());
  }

  @Test
  void theLastAdministratorCanNotBeTakenAway() {
    assertEquals(
        "last_administrator", change("admin", true, "administrator").json().getString("code"));
    assertEquals("last_administrator", change("admin", false, "manager").json().getString("code"));
  }

  @Test
  void twoAdministratorsDoNotOverwriteEachOther() {
    add("anna.berg", "technician");
    JsonObject body = details(false, "manager").put("version", 1);
    assertEquals(200, put(administrator, "/api/v1/accounts/anna.berg", body).status());
    Answer second = put(administrator, "/api/v1/accounts/anna.berg", body);
    assertEquals("changed_meanwhile", second.json().getString("code"));
  }

  @Test
  void namesAreTakenOnceAndRolesAreThoseThereAre() {
    add("anna.berg", "technician");
    JsonObject again = new JsonObject().put("name", "anna.berg").put("roles", new JsonArray());
    assertEquals(409, post(administrator, "/api/v1/accounts", again).status());
    again.put("name", "bo").put("roles", new JsonArray().add("king"));
    assertEquals(400, post(administrator, "/api/v1/accounts", again).status());
    again.put("name", "Bo <b>").put("roles", new JsonArray());
    assertEquals(400, post(administrator, "/api/v1/accounts", again).status());
  }

  @Test
  void aProgramsTokenOpensItsScopeAndNothingElse() {
    Map<Scope, List<Integer>> answers =
        Map.of(
            Scope.READ, List.of(200, 403, 403, 403),
            Scope.WORK, List.of(200, 404, 403, 403),
            Scope.MAIL, List.of(403, 403, 403, 403),
            Scope.METRICS, List.of(403, 403, 200, 403),
            Scope.FULL, List.of(200, 404, 200, 200));
    answers.forEach((scope, wanted) -> {
      FreshSecret secret = FreshSecret.draw("svara_");
      server.engine().accounts().addToken(scope.word(), secret.hash(), scope, server.now());
      Map<String, String> headers =
          Map.of("Authorization", "Bearer " + secret.text(), "Content-Type", "application/json");
      assertEquals(
          wanted,
          List.of(
              server.send("GET", "/api/v1/tickets", null, headers).status(),
              server
                  .send("PATCH", "/api/v1/tickets/2026-000009", "{\"status\":\"open\"}", headers)
                  .status(),
              server.send("GET", "/metrics", null, headers).status(),
              server.send("GET", "/api/v1/audit", null, headers).status()),
          scope.word());
    });
    server.engine().accounts().revokeToken("read", server.now());
  }

  @Test
  void theAuditLogTellsWhoDidWhatAndHoldsNoSecret() {
    String link = add("anna.berg", "technician").getString("link");
    choose(link, PASSWORD);
    signIn("anna.berg", "en gissning till");
    change("anna.berg", false, "manager");
    JsonObject page = get(administrator, "/api/v1/audit").json();
    List<String> actions =
        page.getJsonArray("items").stream()
            .map(JsonObject.class::cast)
            .map(e -> e.getString("who") + " " + e.getString("action") + " " + e.getString("about"))
            .toList();
    assertEquals(
        List.of(
            "admin account_changed anna.berg",
            " sign_in_failed anna.berg",
            "anna.berg password_changed ",
            "admin account_added "),
        actions);
    assertFalse(page.encode().contains(PASSWORD));
    assertFalse(page.encode().contains(link));
    assertFalse(page.encode().contains("en gissning till"));
    assertTrue(page.encode().contains("manager"));
    JsonObject one = get(administrator, "/api/v1/audit?who=admin&action=account_added").json();
    assertEquals(1, one.getJsonArray("items").size());
    assertEquals(400, get(administrator, "/api/v1/audit?cursor=nonsense").status());
  }

  @Test
  void anExportStandsInTheAuditLog() {
    String cookie = server.cookie("chef", Role.MANAGER);
    Answer report = get(cookie, "/api/v1/statistics/report?format=csv&language=sv");
    List<AuditLog.Entry> entries =
        server
            .engine()
            .accounts()
            .entries(new AuditLog.Query("chef", "figures_exported", null, 9))
            .result()
            .items();
    assertEquals(report.status() == 200 ? 1 : 0, entries.size());
    assertEquals(200, report.status());
  }

  // -- what all tests do

  private JsonObject add(String name, String role) {
    Answer answer =
        post(
            administrator,
            "/api/v1/accounts",
            new JsonObject().put("name", name).put("roles", new JsonArray().add(role)));
    assertEquals(201, answer.status(), answer.text());
    return answer.json();
  }

  private void account(String name, Role role) {
    assertEquals(204, choose(add(name, role.word()).getString("link"), PASSWORD).status());
  }

  private void disable(String name) {
    assertEquals(200, change(name, true, "technician").status());
  }

  private Answer change(String name, boolean disabled, String role) {
    long version =
        server.engine().accounts().credentials(name).result().orElseThrow().account().version();
    return put(
        administrator, "/api/v1/accounts/" + name, details(disabled, role).put("version", version));
  }

  private static JsonObject details(boolean disabled, String role) {
    return new JsonObject()
        .put("fullName", "")
        .put("roles", new JsonArray().add(role))
        .putNull("technician")
        .put("disabled", disabled);
  }

  private Answer signIn(String name, String password) {
    return post(
        "", "/api/v1/session", new JsonObject().put("name", name).put("password", password));
  }

  private Answer choose(String link, String password) {
    return post(
        "", "/api/v1/links/password", new JsonObject().put("link", link).put("password", password));
  }

  private Answer get(String cookie, String path) {
    return send("GET", cookie, path, null);
  }

  private Answer post(String cookie, String path, JsonObject body) {
    return send("POST", cookie, path, body);
  }

  private Answer put(String cookie, String path, JsonObject body) {
    return send("PUT", cookie, path, body);
  }

  private Answer send(String method, String cookie, String path, JsonObject body) {
    return server.send(
        method,
        path,
        body == null ? null : body.encode(),
        body == null
            ? Map.of("Cookie", cookie, "Origin", server.origin())
            : Map.of(
                "Cookie", cookie, "Origin", server.origin(), "Content-Type", "application/json"));
  }

  private static String value(Answer answer) {
    String cookie = answer.header("Set-Cookie");
    return cookie.substring(0, cookie.indexOf(';'));
  }
}
