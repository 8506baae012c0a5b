package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.config.RealKeycloak;
import svara.engine.people.Role;
import svara.web.OpenId;

/** Signing in at a real Keycloak, in a real browser. */
@Tag("console")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenIdIT {
  private static final Path SHOTS = Path.of("target", "console");
  private static final String PASSWORD = "sju röda tegelstenar";

  @TempDir static Path folder;
  private RealKeycloak keycloak;
  private Browser browser;
  private House house;

  @BeforeAll
  void open() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    int port = RealKeycloak.freePort();
    keycloak = new RealKeycloak(folder.resolve("keycloak"), realm("http://127.0.0.1:" + port));
    OpenId provider =
        new OpenId(
            keycloak.issuer(),
            "svara",
            "klienthemlighet",
            null,
            Set.of("openid", "profile"),
            "preferred_username",
            "groups",
            Map.of(
                Role.TECHNICIAN, Set.of("helpdesk-tekniker"),
                Role.MANAGER, Set.of("helpdesk-chef")));
    house =
        new House(
            folder.resolve("house"), (_, ports) -> ports, usual -> usual.with(provider), port);
    browser = new Browser();
  }

  @AfterAll
  void close() throws Exception {
    browser.close();
    house.close();
    keycloak.close();
  }

  @Test
  void whoIsInTheGroupSignsInByKeysAloneAndOutAgainInBothPlaces() {
    Page page = browser.page(1440, 900);
    page.navigate(house.address() + "#/tickets");
    assertThat(page.locator("#elsewhere")).hasText("Logga in med organisationens konto");
    assertEquals(List.of(), violations(page));
    shoot(page, "gate-elsewhere");
    browser.complaints();
    page.locator("#elsewhere").focus();
    page.keyboard().press("Enter");
    signInThere(page, "tek1", PASSWORD);
    // where she wanted to go, as who she is there
    assertThat(page.locator("h1")).hasText("Ärenden");
    assertEquals("http://127.0.0.1:" + house.address().getPort() + "/#/tickets", page.url());
    page.getByText("Utseende").click();
    assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Anna Berg")))
        .isVisible();
    assertThat(page.locator(".nav")).not().containsText("Användare");
    assertEquals(
        1,
        page.evaluate("fetch('api/v1/me').then(a => a.json()).then(me => me.roles.length)"),
        "her groups give one role");
    assertEquals(
        "tek1",
        page.evaluate("fetch('api/v1/me').then(a => a.json()).then(me => me.technician)"),
        "the phone of her name");
    assertEquals(List.of(), browser.complaints());
    page.getByText("Logga ut").first().click();
    assertThat(page.locator("h1")).hasText("Logga in");
    // there too: else whoever comes next would be her with one click
    page.locator("#elsewhere").click();
    assertThat(page.locator("input[name=username]")).isVisible();
    page.context().close();
  }

  @Test
  void whoIsInNoGroupIsToldSoInBothLanguages() {
    Page page = browser.page(320, 800);
    page.navigate(house.address().toString());
    page.locator("#elsewhere").click();
    signInThere(page, "rune", PASSWORD);
    assertThat(page.locator("#refused")).containsText("Ditt konto ger ingen roll i Svara");
    assertEquals(List.of(), violations(page));
    shoot(page, "gate-no-role-320");
    page.getByText("English").click();
    assertThat(page.locator("#refused")).containsText("Your account gives no role in Svara");
    shoot(page, "gate-no-role-en-320");
    assertTrue(
        page.context().cookies().stream().noneMatch(one -> one.name.equals("svara_session")));
    page.context().close();
  }

  @Test
  void anAnswerThatThisBrowserHasNotAskedForOpensNothing() {
    Page page = browser.page(1440, 900);
    page.navigate(
        house.address() + "api/v1/session/openid/return?state=of-somebody-else&code=stolen");
    assertThat(page.locator("#refused")).containsText("Inloggningen tog för lång tid");
    page.context().close();
  }

  private static void signInThere(Page page, String name, String password) {
    assertThat(page.locator("input[name=username]")).isVisible();
    page.locator("input[name=username]").focus();
    page.keyboard().type(name);
    page.keyboard().press("Tab");
    page.locator("input[name=password]").fill(password);
    page.keyboard().press("Enter");
  }

  private static String realm(String console) {
    return """
    {
      "realm": "kommun", "enabled": true, "sslRequired": "none",
      "groups": [{"name": "helpdesk-tekniker"}, {"name": "helpdesk-chef"}],
      "clients": [{
        "clientId": "svara", "secret": "klienthemlighet", "enabled": true, "publicClient": false,
        "standardFlowEnabled": true, "redirectUris": ["%1$s/api/v1/session/openid/return"],
        "attributes": {"pkce.code.challenge.method": "S256", "post.logout.redirect.uris": "%1$s/"},
        "protocolMappers": [{
          "name": "groups", "protocol": "openid-connect",
          "protocolMapper": "oidc-group-membership-mapper",
          "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true"}
        }]
      }],
      "users": [
        {"username": "tek1", "enabled": true, "email": "tek1@example.se", "firstName": "Anna",
         "lastName": "Berg", "groups": ["helpdesk-tekniker"],
         "credentials": [{"type": "password", "value": "%2$s"}]},
        {"username": "rune", "enabled": true, "email": "rune@example.se", "firstName": "Rune",
         "lastName": "Ek", "credentials": [{"type": "password", "value": "%2$s"}]}
      ]
    }
    """
        .formatted(console, PASSWORD);
  }

  private static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(true));
  }

  private static List<String> violations(Page page) {
    return new AxeBuilder(page)
            .withTags(
                List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
            .analyze()
            .getViolations()
            .stream()
            .map(rule -> rule.getId() + " " + rule.getNodes().getFirst().getHtml())
            .toList();
  }
}
