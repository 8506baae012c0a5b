package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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

/** Promises on the page: given, dialled, stopped, expired, refused; and whose phone rings. */
@Tag("console")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromisesIT {
  private static final Path SHOTS = Path.of("target", "console");

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

  private void enter() {
    page.navigate(house.signIn());
    assertThat(card("Löften")).isVisible();
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
  }

  private Locator card(String title) {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(title));
  }

  private void shoot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(true));
  }

  private void iAm(String technician) {
    page.getByLabel("Vem sitter här?").selectOption(technician);
    assertThat(card("Tekniker")).containsText("(du)");
  }

  @Test
  void aPromiseIsDialledByAClickAndRingsWithItsReason() {
    Caller talks = house.full();
    house.everybodyRests();
    house.engine().end(house.helpdesk(), talks);
    enter();
    iAm("tek2");
    Locator first = page.locator(".promise").first();
    button(first, "Ring upp").click();
    assertThat(card("Löften")).containsText("Ringer hos Tekniker 2");
    Locator mine = card("Förskolan Solrosen");
    assertThat(mine).containsText("Ringer på din telefon");
    assertThat(mine).containsText("Wifi i stora huset");
    assertThat(page).hasTitle(Pattern.compile("Det ringer: Förskolan Solrosen.*"));
    assertThat(page.locator("#alert")).containsText("Det ringer. Förskolan Solrosen");
    shoot("promise-rings");
    assertEquals(List.of(), violations());
    page.keyboard().press("F2");
    assertThat(page.locator("#my-ticket")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .containsText("Wifi i stora huset");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void whoIsNobodyInParticularChoosesOnWhosePhone() {
    Caller talks = house.full();
    house.everybodyRests();
    house.engine().end(house.helpdesk(), talks);
    enter();
    Locator second = page.locator(".promise").nth(1);
    second.locator("summary").click();
    assertEquals(List.of(), violations());
    shoot("promise-menu");
    button(second, "Tekniker 4").click();
    assertThat(card("Löften")).containsText("Ringer hos Tekniker 4");
  }

  @Test
  void aRefusalIsSaidWhereItWasAskedFor() {
    house.full();
    house.everybodyRests();
    enter();
    iAm("tek2");
    button(page.locator(".promise").first(), "Ring upp").click();
    assertThat(card("Löften")).containsText("Alla samtalsplatser är upptagna.");
    assertThat(page.locator("#alert")).containsText("Alla samtalsplatser är upptagna.");
  }

  @Test
  void allDiallingIsStoppedByOneButtonAndAllowedAgain() {
    house.full();
    house.everybodyRests();
    enter();
    iAm("tek2");
    page.getByText("Stoppa all uppringning").click();
    assertThat(card("Löften")).containsText("All uppringning är stoppad.");
    assertThat(button(card("Löften"), "Ring upp")).hasCount(0);
    shoot("dialling-stopped");
    assertEquals(List.of(), violations());
    page.getByText("Tillåt uppringning igen").click();
    assertThat(page.getByText("Stoppa all uppringning")).isVisible();
    assertThat(button(card("Löften"), "Ring upp")).hasCount(2);
  }

  @Test
  void aPromiseIsGivenByKeysAndANumberThatIsNeverCalledIsRefusedAtItsField() {
    house.everybodyRests();
    enter();
    page.getByText("Lova att ringa upp").focus();
    page.keyboard().press("Enter");
    page.getByLabel("Nummer att ringa").focus();
    page.keyboard().type("112");
    page.keyboard().press("Enter");
    assertThat(page.locator("#promise-number-error"))
        .hasText("Nödnummer och kortnummer rings aldrig.");
    assertThat(page.locator("#promise-number")).isFocused();
    assertEquals(List.of(), violations());
    shoot("promise-refused");
    page.getByLabel("Nummer att ringa").fill("070-174 06 25");
    page.getByLabel("Vem vi ska fråga efter").fill("Expeditionen");
    page.keyboard().press("Enter");
    assertThat(page.locator(".promise")).containsText("Expeditionen");
    assertThat(page.locator(".promise")).containsText("070-174 06 25");
    assertThat(page.locator(".promise")).containsText("Lovad före");
  }

  @Test
  void whatExpiredIsWorkAndWhatWasRefusedSaysWhy() {
    house.full();
    house.everybodyRests();
    for (int i = 0; i < 8; i++) {
      house.promise("", "", "+4670174063" + i);
    }
    house.engine().offer(house.helpdesk(), "Bygglov", "+46701740650");
    house.ahead(2 * 24 * 3600);
    house.engine().passTime(house.helpdesk());
    enter();
    Locator promises = card("Löften");
    assertThat(promises).containsText("Gick ut, att göra för någon av er");
    assertThat(promises.locator(".chip.s-breach")).hasCount(10);
    promises.getByText("Inte lovat eller inte uppringt").click();
    assertThat(promises).containsText("Så många löften som linjen får ha är redan givna.");
    shoot("expired");
    assertEquals(List.of(), violations());
  }

  @Test
  void aCallOnMyPhoneIsToldOutsideTheWindowWhenIWantThat() {
    page.addInitScript(
        """
        globalThis.shown = [];
        globalThis.Notification = class {
          static permission = 'granted';
          static requestPermission = async () => 'granted';
          constructor(title, options) { globalThis.shown.push(title + '|' + options.body); }
          close() {}
        };
        """);
    enter();
    String rung = "tek1";
    iAm(rung);
    page.getByLabel("Visa en avisering när det ringer").check();
    Caller caller =
        house
            .engine()
            .offer(house.helpdesk(), "Ekonomikontoret", "Ekonomi", "Raindance", "+46701740605");
    assertThat(card("Ekonomikontoret")).containsText("Ringer på din telefon");
    assertEquals(
        List.of("Det ringer: Ekonomikontoret|Ekonomi. Raindance"),
        page.evaluate("globalThis.shown"));
    shoot("rings");
    house.engine().answer(house.helpdesk(), caller, rung);
    assertThat(card("Ekonomikontoret")).containsText("Du talar med");
    assertThat(page).hasTitle("Linjen – Svara");
  }

  private Locator button(Locator where, String name) {
    return where.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  private List<String> violations() {
    return new AxeBuilder(page)
            .withTags(
                List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
            .analyze()
            .getViolations()
            .stream()
            .map(rule -> rule.getId())
            .toList();
  }
}
