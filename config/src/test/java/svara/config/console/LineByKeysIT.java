package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** What is set for a whole line, one's own wrap-up and taking who waits: all without a mouse. */
@Tag("console")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LineByKeysIT {
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
    house.engine().rules(house.helpdesk(), Duration.ofMinutes(2), true);
    browser.complaints();
    page = browser.page(1440, 900);
  }

  @AfterEach
  void close() throws Exception {
    page.context().close();
    house.close();
  }

  @Test
  void aLineIsClosedAndOpenedAndItsOutageTold() {
    enter();
    iAm("tek2");
    Locator menu = page.getByLabel("Ändra för Helpdesk");
    menu.press("Enter");
    Locator until = page.getByLabel("Stäng till, om det är känt");
    until.press("1");
    page.keyboard().press("Enter");
    // Half a time is no time: the browser says so at the field, which must still be there
    assertThat(until).isVisible();
    until.fill("23:59");
    assertEquals(List.of(), violations());
    page.getByLabel("Orsak, för kollegerna").press("m");
    page.keyboard().type("öte");
    page.keyboard().press("Enter");
    Locator line = card("Helpdesk");
    assertThat(line).containsText("Stängt för hand");
    assertThat(line).containsText("av Tekniker 2");
    assertThat(line).containsText("Öppnar igen");
    assertThat(line).containsText("möte");
    assertThat(menu).isFocused();
    assertThat(until).hasCount(0);
    page.keyboard().press("Enter");
    page.getByLabel("Vad som inte fungerar").press("T");
    page.keyboard().type("reserva");
    page.keyboard().press("Enter");
    assertThat(line).containsText("Driftmeddelande på sedan");
    assertThat(line).containsText("Treserva");
    assertEquals(List.of(), violations());
    button("Öppna igen").press("Enter");
    assertThat(line).not().containsText("Stängt för hand");
    button("Slå av").press("Enter");
    assertThat(line).not().containsText("Driftmeddelande på");
    assertThat(page.locator("#status")).containsText("Driftmeddelandet är av.");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aWrapUpIsMadeLongerByItsKeyAndButtonAndEnded() {
    String technician = wrapsUp();
    enter();
    iAm(technician);
    Locator mine = card("Du");
    assertThat(mine).containsText(Pattern.compile("Efterarbete [12] min"));
    assertEquals(List.of(), violations());
    shoot("wrap-up");
    page.getByLabel("Visa en avisering när det ringer").focus();
    page.keyboard().press("+");
    assertThat(mine).containsText(Pattern.compile("Efterarbete [67] min"));
    button("5 min till").press("Enter");
    assertThat(mine).containsText(Pattern.compile("Efterarbete 1[12] min"));
    button("Jag är klar").press("Enter");
    assertThat(mine).containsText("Ledig sedan");
    assertThat(button("Jag är klar")).hasCount(0);
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void whosePhoneRangWithoutAnAnswerIsToldSoAtOnceAndTakesCallsAgain() {
    enter();
    Caller caller = house.engine().offer(house.helpdesk(), "Bygglov", "+46701740605");
    String technician = house.rung();
    iAm(technician);
    Locator mine = card("Du").or(card("You"));
    Locator told = page.getByText("Du har paus för att din telefon ringde utan svar.");
    assertThat(told).hasCount(0);
    house.engine().notAnswered(house.helpdesk(), caller);
    assertThat(told).isVisible();
    assertThat(mine).containsText("Inga samtal kommer till dig förrän du tar samtal igen.");
    assertThat(card("Tekniker")).containsText("Svarade inte");
    assertEquals(List.of(), violations());
    shoot("paused-no-answer");
    page.locator(".lang").click();
    assertThat(mine).containsText("You are paused because your phone rang without an answer.");
    assertThat(card("Technicians")).containsText("Did not answer");
    page.locator(".lang").click();
    mine.locator(".btn-main").press("Enter");
    assertThat(told).hasCount(0);
    assertThat(card("Tekniker")).not().containsText("Svarade inte");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void whoWaitsIsTakenByWhoIsFree() {
    house.full();
    enter();
    assertThat(button("Ta det")).hasCount(0);
    iAm("tek2");
    assertEquals(List.of(), violations());
    shoot("take-it");
    button("Ta det").press("Enter");
    assertThat(card("Socialkontoret")).containsText("Ringer på din telefon");
    assertThat(card("Helpdesk").locator(".s-talk")).hasCount(2);
    assertThat(button("Ta det")).hasCount(0);
    page.keyboard().press("F2");
    assertThat(page.locator("#my-ticket")).isFocused();
    assertEquals(List.of(), violations());
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void allOfItIsSoundInEveryLookSizeAndLanguage() {
    Caller talks = house.full();
    String technician = house.rung();
    wrapUp(talks, technician);
    house.engine().offer(house.helpdesk(), "Kulturskolan", "+46701740611");
    enter();
    iAm(technician);
    Locator menu = page.locator(".card > header details.menu > summary");
    menu.press("Enter");
    page.getByLabel("Vad som inte fungerar").fill("Treserva: inloggningen tar flera minuter");
    page.keyboard().press("Enter");
    assertThat(card("Helpdesk")).containsText("Driftmeddelande på sedan");
    List<String> found = new ArrayList<>();
    for (String language : List.of("sv", "en")) {
      for (String look : List.of("light", "dark")) {
        for (int width : new int[] {1440, 320}) {
          String name = language + "-" + look + "-" + width;
          page.setViewportSize(width, 900);
          page.evaluate("look => { localStorage.setItem('svara.look', look) }", look);
          page.reload();
          assertThat(page.locator(".seat.s-wait")).isVisible();
          menu.press("Enter");
          shoot("line-" + name);
          violations().forEach(v -> found.add(name + ": " + v));
          BoundingBox pop = page.locator("details[open] > .pop").boundingBox();
          if (pop.x < 0 || pop.x + pop.width > width) {
            found.add(name + ": the menu leaves the page, " + pop.x + " wide " + pop.width);
          }
        }
      }
      page.locator(".lang").click();
    }
    assertEquals(List.of(), found);
  }

  /** A technician whose call has just ended. */
  private String wrapsUp() {
    Caller caller = house.engine().offer(house.helpdesk(), "Bygglov", "+46701740605");
    String technician = house.rung();
    house.engine().answer(house.helpdesk(), caller, technician);
    wrapUp(caller, technician);
    return technician;
  }

  private void wrapUp(Caller caller, String technician) {
    house.engine().end(house.helpdesk(), caller);
    house.engine().release(house.helpdesk(), caller, technician);
  }

  private void enter() {
    page.navigate(house.signIn());
    assertThat(card("Helpdesk")).isVisible();
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
  }

  private void iAm(String technician) {
    page.getByLabel("Vem sitter här?").selectOption(technician);
    assertThat(card("Tekniker")).containsText("(du)");
  }

  private Locator card(String title) {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(title));
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private void shoot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(true));
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
