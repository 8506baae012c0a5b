package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.queue.Caller;

/** Signing in, users and the audit log in a real browser. */
@Tag("console")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {
  private static final Path SHOTS = Path.of("target", "console");
  private static final String PASSWORD = "sju röda tegelstenar";

  @TempDir Path folder;
  private int houses;
  private Browser browser;
  private House house;
  private Page page;

  @BeforeAll
  void openBrowser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    browser = new Browser();
  }

  @AfterAll
  void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void open() throws Exception {
    house = new House(folder.resolve("house" + ++houses));
    browser.complaints();
    page = browser.page(1440, 900);
  }

  @AfterEach
  void close() throws Exception {
    page.context().close();
    house.close();
  }

  @Test
  void anAdministratorAddsSomebodyWhoChoosesAPasswordAndSignsInByKeysAlone() {
    String link = added("anna.berg", "Anna Berg");
    Page hers = browser.page(1440, 900);
    hers.navigate(link);
    assertThat(hers.locator("h1")).hasText("Välj lösenord");
    assertThat(hers.getByText("För Anna Berg, med användarnamnet anna.berg.")).isVisible();
    assertFalse(hers.url().contains("link="), "the link stays in no history");
    assertEquals(List.of(), violations(hers));
    shoot(hers, "choose-password");
    choose(hers, "lösenord1234", "lösenord1234");
    assertThat(hers.locator("#password-error")).containsText("lätt att gissa");
    assertThat(hers.getByLabel("Nytt lösenord")).isFocused();
    shoot(hers, "choose-password-guessed");
    choose(hers, PASSWORD, PASSWORD + "x");
    assertThat(hers.locator("#again-error")).containsText("inte lika");
    choose(hers, PASSWORD, PASSWORD);
    assertThat(hers.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Helpdesk")))
        .isVisible();
    assertThat(hers.locator(".nav")).not().containsText("Användare");
    hers.getByText("Utseende").click();
    hers.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Anna Berg")).click();
    assertThat(hers.locator("h1")).hasText("Mitt konto");
    assertThat(hers.getByText("Från 127.0.0.1")).isVisible();
    assertEquals(List.of(), violations(hers));
    shoot(hers, "account");
    hers.getByText("Logga ut överallt").click();
    assertThat(hers.locator("h1")).hasText("Logga in");
    // from here the keyboard alone; a refused try is a line in the browser's own console
    browser.complaints();
    hers.getByLabel("Användarnamn").focus();
    hers.keyboard().type("anna.berg");
    hers.keyboard().press("Tab");
    hers.keyboard().type("fel lösenord");
    hers.keyboard().press("Enter");
    assertThat(hers.locator("#password-error")).containsText("hör inte ihop");
    assertThat(hers.getByLabel("Lösenord", new Page.GetByLabelOptions().setExact(true)))
        .isFocused();
    assertEquals(List.of(), violations(hers));
    shoot(hers, "sign-in-wrong");
    hers.keyboard().press("Control+a");
    hers.keyboard().type(PASSWORD);
    hers.keyboard().press("Enter");
    // back where she was
    assertThat(hers.locator("h1")).hasText("Mitt konto");
    Cookie cookie = hers.context().cookies().getFirst();
    assertEquals(true, cookie.httpOnly);
    assertEquals("", hers.evaluate("document.cookie"));
    hers.context().close();
    theAuditLogTells();
  }

  private String added(String name, String fullName) {
    page.navigate(house.signIn());
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Användare")).click();
    assertThat(page.locator("h1")).hasText("Användare");
    page.locator("#user-add").click();
    page.getByText("Lägg till användare").last().click();
    assertThat(page.locator("#user-name-error")).isVisible();
    page.getByLabel("Användarnamn").fill(name);
    page.getByLabel("Namn", new Page.GetByLabelOptions().setExact(true)).fill(fullName);
    assertEquals(List.of(), violations(page));
    shoot(page, "add-user");
    page.keyboard().press("Enter");
    assertThat(page.locator("#user-link")).isVisible();
    assertThat(page.locator("tbody th")).hasText(name);
    assertEquals(List.of(), violations(page));
    shoot(page, "users");
    return page.locator("#user-link").inputValue();
  }

  private static void choose(Page hers, String password, String again) {
    hers.getByLabel("Nytt lösenord").fill(password);
    hers.getByLabel("Samma lösenord en gång till").fill(again);
    hers.keyboard().press("Enter");
  }

  private void theAuditLogTells() {
    page.evaluate("location.hash = '#/audit'");
    assertThat(page.locator("tbody tr").first()).containsText("anna.berg");
    assertThat(page.locator("tbody")).containsText("Inloggning som inte lyckades");
    assertThat(page.locator("tbody")).containsText("Lade till användare");
    assertEquals(List.of(), violations(page));
    shoot(page, "audit");
    page.evaluate("localStorage.setItem('svara.look', 'dark')");
    page.getByText("English").click();
    page.reload();
    assertThat(page.locator("h1")).hasText("Audit log");
    shoot(page, "audit-en-dark");
    page.evaluate("location.hash = '#/users'");
    page.getByLabel("Change anna.berg").click();
    shoot(page, "users-en-dark");
    assertEquals(List.of(), violations(page));
  }

  @Test
  void theWayInIsReadableInBothLanguagesAllLooksAndOnASmallScreen() {
    page.navigate(house.address().toString());
    assertThat(page.locator("h1")).hasText("Logga in");
    for (String look : List.of("light", "dark", "contrast")) {
      for (int width : new int[] {1440, 320}) {
        page.evaluate("look => localStorage.setItem('svara.look', look)", look);
        page.setViewportSize(width, 800);
        page.reload();
        page.getByText("Logga in som driftansvarig").click();
        assertEquals(List.of(), violations(page), look + width);
        assertEquals(
            false,
            page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"));
        shoot(page, "gate-" + look + "-" + width);
      }
    }
    page.getByText("English").click();
    assertThat(page.locator("h1")).hasText("Sign in");
    shoot(page, "gate-en");
  }

  @Test
  void whatStrangersWriteIsShownAsTheyWroteItAndDoesNothing() {
    String hostile = "<img src=x onerror=alert(1)><b>fet</b>";
    List<String> dialogs = new ArrayList<>();
    page.onDialog(dialog -> {
      dialogs.add(dialog.message());
      dialog.dismiss();
    });
    Caller caller =
        house.engine().offer(house.helpdesk(), hostile, hostile, hostile, "+46701740605");
    page.navigate(house.signIn());
    assertThat(page.locator("main .seats")).containsText(hostile);
    for (String hash : List.of("#/tickets?view=all", "#/tickets/" + caller.ticket(), "#/calls")) {
      page.evaluate("hash => { location.hash = hash }", hash);
      assertThat(page.locator("main")).containsText(hostile);
    }
    assertEquals(0, page.locator("main img, main b").count());
    assertEquals(List.of(), dialogs);
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void whoMayNotSeeTheLineIsShownWhatHeMay() {
    page.navigate(house.address().toString());
    page.context()
        .addCookies(
            List.of(
                new Cookie("svara_session", house.signedIn("rune.ek", "requester"))
                    .setUrl(house.address().toString())));
    page.navigate(house.address().toString());
    assertThat(page.locator("h1")).hasText("Mitt konto");
    assertThat(page.locator(".nav a")).hasCount(0);
    assertEquals(List.of(), violations(page));
    shoot(page, "requester");
    page.context()
        .addCookies(
            List.of(
                new Cookie("svara_session", house.signedIn("ada.ny", "administrator"))
                    .setUrl(house.address().toString())));
    page.reload();
    assertThat(page.locator("h1")).hasText("Användare");
    assertThat(page.locator(".nav a")).hasCount(4);
    shoot(page, "administrator");
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
