package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.people.Role;
import svara.web.ServerUnderTest.Answer;

/** Signing in by OpenID Connect, with a provider that lies in every way it can. */
@Timeout(60)
class OpenIdTest {
  private static final String BEGIN = "/api/v1/session/openid";

  @TempDir Path folder;
  private Vertx vertx;
  private ProviderInMemory provider;
  private ServerUnderTest server;

  /** A browser on its way to the provider. */
  private record Gone(String address, String cookie) {
    String state() {
      return ProviderInMemory.parameters(URI.create(address).getRawQuery()).getString("state");
    }
  }

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    provider = new ProviderInMemory(vertx);
    server = ServerUnderTest.start(folder, Instant.now(), usual -> usual.with(settings("groups")));
    server.engine().queue("helpdesk", "Helpdesk", "100", "anna.berg");
  }

  private OpenId settings(String groupsClaim) {
    return new OpenId(
        URI.create(provider.issuer()),
        "svara",
        "hemligt",
        null,
        Set.of("profile"),
        "preferred_username",
        groupsClaim,
        Map.of(Role.TECHNICIAN, Set.of("tekniker"), Role.MANAGER, Set.of("chef")));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    provider.close();
    ServerUnderTest.await(vertx.close());
  }

  private Gone begin() {
    Answer answer = server.anonymous("GET", BEGIN);
    assertEquals(303, answer.status(), answer.text());
    String cookie = answer.header("Set-Cookie");
    assertTrue(cookie.contains("HTTPOnly") && cookie.contains("SameSite=Lax"), cookie);
    return new Gone(answer.header("Location"), cookie.substring(0, cookie.indexOf(';')));
  }

  private Answer back(Gone gone, String query) {
    return server.send("GET", BEGIN + "/return?" + query, "", Map.of("Cookie", gone.cookie()));
  }

  private Answer signIn() {
    Gone gone = begin();
    return back(gone, "state=" + gone.state() + "&code=" + provider.signedIn(gone.address()));
  }

  private static String reason(Answer answer) {
    assertEquals(303, answer.status(), answer.text());
    String address = answer.header("Location");
    return address.startsWith("/#refused=") ? address.substring("/#refused=".length()) : address;
  }

  @Test
  void whoTheProviderVouchesForComesInWithTheRolesOfHisGroups() {
    Gone gone = begin();
    JsonObject asked = ProviderInMemory.parameters(URI.create(gone.address()).getRawQuery());
    assertEquals("code", asked.getString("response_type"));
    assertEquals("S256", asked.getString("code_challenge_method"));
    assertEquals("openid profile", asked.getString("scope"));
    assertEquals(43, asked.getString("nonce").length());
    assertFalse(gone.address().contains(gone.cookie().split("=")[1]), "the secret stays here");
    Answer answer =
        back(gone, "state=" + gone.state() + "&code=" + provider.signedIn(gone.address()));
    assertEquals("/", reason(answer));
    JsonObject me = me(answer).json();
    assertEquals("anna.berg", me.getString("name"));
    assertEquals("Anna Berg", me.getString("fullName"));
    assertEquals(new JsonArray().add("technician"), me.getJsonArray("roles"));
    assertEquals("anna.berg", me.getString("technician"));
    assertTrue(server.get("/api/v1/session/ways").json().getBoolean("openId"));
  }

  private Answer me(Answer signedIn) {
    return server.send("GET", "/api/v1/me", "", Map.of("Cookie", cookie(signedIn)));
  }

  private static String cookie(Answer answer) {
    String set = answer.header("Set-Cookie");
    int at = set.indexOf("svara_session=");
    return set.substring(at, set.indexOf(';', at));
  }

  @Test
  void eachTimeTheGroupsCountAnew() {
    assertEquals("/", reason(signIn()));
    provider.says(person -> person.put("groups", new JsonArray().add("chef").add("annat")));
    Answer answer = signIn();
    assertEquals(new JsonArray().add("manager"), me(answer).json().getJsonArray("roles"));
    provider.says(person -> person.put("groups", new JsonArray()));
    assertEquals("no_role", reason(signIn()));
  }

  @Test
  void aTokenThatProvesNothingOpensNothing() {
    Map<String, UnaryOperator<JsonObject>> lies =
        Map.of(
            "nonce", person -> person.put("nonce", "another"),
            "no nonce", person -> without(person, "nonce"),
            "audience", person -> person.put("aud", "somebody"),
            "no audience", person -> without(person, "aud"),
            "party",
                person -> person.put("aud", new JsonArray().add("svara").add("b")).put("azp", "b"),
            "issuer", person -> person.put("iss", "http://127.0.0.1/realm"),
            "old", person -> person.put("exp", person.getLong("iat") - 300),
            "endless", person -> without(person, "exp"),
            "future", person -> person.put("iat", person.getLong("iat") + 3600),
            "nobody", person -> person.put("sub", " "));
    lies.forEach((name, lie) -> {
      provider.says(lie);
      assertEquals("not_proven", reason(signIn()), name);
    });
    provider.says(UnaryOperator.identity());
    // signed by nobody, by another, and changed after it was signed
    provider.sends(
        token -> ProviderInMemory.text("{\"alg\":\"none\"}") + "." + token.split("\\.")[1] + ".");
    assertEquals("not_proven", reason(signIn()), "unsigned");
    provider.sends(token -> {
      String says = new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]));
      return provider.signed(new JsonObject(says), ProviderInMemory.pair());
    });
    assertEquals("not_proven", reason(signIn()), "another's key");
    provider.sends(token -> {
      String[] parts = token.split("\\.");
      String says = new String(java.util.Base64.getUrlDecoder().decode(parts[1]));
      return parts[0]
          + "."
          + ProviderInMemory.text(says.replace("tekniker", "chef"))
          + "."
          + parts[2];
    });
    assertEquals("not_proven", reason(signIn()), "changed");
    provider.sends(token -> "nonsense");
    assertEquals("not_proven", reason(signIn()), "no token");
    assertEquals(
        0, server.engine().accounts().all().result().size(), "none of them has become an account");
  }

  private static JsonObject without(JsonObject person, String claim) {
    person.remove(claim);
    return person;
  }

  @Test
  void anAnswerBelongsToTheBrowserThatAsked() {
    Gone hers = begin();
    Gone his = begin();
    assertNotEquals(hers.state(), his.state());
    String code = provider.signedIn(hers.address());
    assertEquals("not_begun", reason(back(his, "state=" + hers.state() + "&code=" + code)));
    assertEquals("not_begun", reason(back(hers, "code=" + code)));
    // a code of another try, laid into one's own
    assertEquals("not_proven", reason(back(his, "state=" + his.state() + "&code=" + code)));
    assertEquals(
        "not_proven",
        reason(back(hers, "state=" + hers.state() + "&code=x&iss=https%3A%2F%2Fevil.example")));
    assertEquals("denied", reason(back(hers, "state=" + hers.state() + "&error=access_denied")));
  }

  @Test
  void aNameThatIsAnothersIsNotTakenOver() throws Exception {
    server.engine().accounts().signedIn("anna.berg", server.now(), Role.ADMINISTRATOR);
    assertEquals("name_taken", reason(signIn()));
    provider.says(person -> person.put("preferred_username", "<script>"));
    assertEquals("name_taken", reason(signIn()));
  }

  @Test
  void aProviderThatChangesItsKeysShutsNobodyOut() {
    assertEquals("/", reason(signIn()));
    provider.changesItsKeys();
    server.pass(Duration.ofMinutes(2));
    provider.says(person ->
        person
            .put("iat", server.now().getEpochSecond())
            .put("exp", server.now().getEpochSecond() + 60));
    assertEquals("/", reason(signIn()));
  }

  @Test
  void groupsThatTheTokenLeavesOutAreAskedFor() {
    provider.says(person -> without(person, "groups"));
    provider.userInfo(
        new JsonObject().put("sub", "4711").put("groups", new JsonArray().add("chef")));
    Answer answer = signIn();
    assertEquals("/", reason(answer));
    assertEquals(new JsonArray().add("manager"), me(answer).json().getJsonArray("roles"));
    provider.userInfo(
        new JsonObject().put("sub", "another").put("groups", new JsonArray().add("chef")));
    assertNotEquals("/", reason(signIn()));
  }

  @Test
  void signingOutEndsItThereToo() {
    Answer answer = signIn();
    Answer out =
        server.send(
            "DELETE",
            "/api/v1/session",
            "",
            Map.of("Cookie", cookie(answer), "Origin", server.origin()));
    assertEquals(200, out.status());
    String next = out.json().getString("next");
    assertTrue(next.startsWith(provider.issuer() + "/logout?"), next);
    JsonObject asked = ProviderInMemory.parameters(URI.create(next).getRawQuery());
    assertEquals(server.origin() + "/", asked.getString("post_logout_redirect_uri"));
    assertTrue(asked.getString("id_token_hint").contains("."));
    assertEquals(401, me(answer).status());
  }

  @Test
  void aProviderThatIsAwayIsSaidAndStopsNobodyElse() throws Exception {
    provider.close();
    Answer answer = server.anonymous("GET", BEGIN);
    assertEquals("unreachable", reason(answer));
    assertEquals(200, server.get("/api/v1/queues").status());
    provider = new ProviderInMemory(vertx);
  }

  @Test
  void withoutAProviderThereIsNoSuchWay() throws Exception {
    ServerUnderTest without = ServerUnderTest.start(folder.resolve("without"), Instant.now());
    assertEquals(404, without.anonymous("GET", BEGIN).status());
    assertFalse(without.get("/api/v1/session/ways").json().getBoolean("openId"));
    without.close();
  }
}
