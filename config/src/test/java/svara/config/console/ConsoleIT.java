package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
import svara.engine.id.TicketNumber;
import svara.engine.port.Health;
import svara.engine.queue.Caller;

/** The console in a real browser, over the real server. */
@Tag("console")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
  private static final Page.GetByLabelOptions EXACTLY = new Page.GetByLabelOptions().setExact(true);

  private static final Path SHOTS = Path.of("target", "console");

  @TempDir Path folder;
  private int houses;
  private Browser browser;
  private House house;
  private Page page;

  @BeforeAll
  void openBrowser() {
    // A busy machine is no fault; where five seconds are promised the check says so itself
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
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Helpdesk")))
        .isVisible();
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
  }

  private void shoot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(true));
  }

  private Locator card(String title) {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(title));
  }

  @Test
  void aLineWithoutCallsSaysSoKindly() {
    enter();
    assertThat(card("Helpdesk")).containsText("Nästa som ringer kommer fram direkt.");
    assertThat(card("Löften")).containsText("Inga löften att hålla just nu");
    assertThat(card("Senaste samtalen")).containsText("Inga samtal än");
    assertThat(card("Senaste ärendena")).containsText("Inga ärenden än");
    assertThat(card("I dag")).containsText("Summan stämmer: 0 = 0");
    shoot("empty");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aFullLineShowsWhoTalksWhoWaitsAndWhoIsOwedACallback() {
    house.morning();
    house.full();
    enter();
    Locator line = card("Helpdesk");
    assertThat(line.locator(".s-talk .who")).hasText("Ekonomikontoret");
    assertThat(line.locator(".s-talk .dur")).containsText("min");
    assertThat(line.locator(".s-wait .who")).hasText("Socialkontoret");
    assertThat(line).containsText("08-465 004 12");
    assertThat(line).containsText("Fullt");
    assertThat(card("Löften").locator(".promise")).hasCount(2);
    assertThat(card("Löften")).containsText("070-174 06 22");
    assertThat(card("Tekniker")).containsText("Paus, lunch");
    assertThat(card("Senaste samtalen")).containsText("Hänvisad");
    assertThat(card("I dag")).containsText("Summan stämmer: 8 = 6 + 2 som pågår");
    assertThat(page.locator(".strip")).containsText("Talar 1 av 1");
    shoot("busy");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void callsComeAndGoWithoutReloading() {
    enter();
    page.evaluate("window.untouched = true");
    Caller caller = house.engine().offer(house.helpdesk(), "Bygglov", "+46701740605");
    assertThat(card("Helpdesk").locator(".s-talk")).containsText("Ringer");
    assertThat(card("Tekniker")).containsText("Det ringer");
    house.engine().answer(house.helpdesk(), caller, house.rung());
    assertThat(card("Helpdesk").locator(".s-talk")).containsText("Talar");
    String technician = house.rung();
    house.engine().end(house.helpdesk(), caller);
    house.engine().release(house.helpdesk(), caller, technician);
    assertThat(card("Helpdesk").locator(".seat.free")).hasCount(2);
    assertThat(card("Senaste samtalen")).containsText("Besvarat");
    assertThat(card("I dag")).containsText("Summan stämmer: 1 = 1");
    assertEquals(true, page.evaluate("window.untouched"));
  }

  @Test
  void aPromiseIsTickedOffAndAnotherTakenBack() {
    house.full();
    enter();
    Locator first = page.locator(".promise").first();
    first.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Klar")).click();
    assertThat(page.locator(".promise")).hasCount(1);
    assertThat(page.locator("#status")).containsText("Förskolan Solrosen är klart");
    page.locator(".promise summary").click();
    page.getByText("Ta tillbaka löftet").click();
    assertThat(page.locator(".promise")).hasCount(0);
    assertThat(card("Löften")).containsText("Inga löften att hålla just nu");
  }

  @Test
  void figuresThatDoNotAddUpAreRed() {
    house.full();
    house.engine().loseFromQueue(house.helpdesk());
    house.ahead(30);
    enter();
    assertThat(card("I dag").locator(".box.s-breach")).containsText("Summan stämmer inte.");
    shoot("sum-off");
  }

  @Test
  void aLostConnectionIsSaidWithinFiveSecondsAndMendedByItself() throws Exception {
    house.morning();
    house.full();
    enter();
    List<String> asked = new CopyOnWriteArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    house.goAway();
    assertThat(page.locator(".banner"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(5_000));
    assertThat(card("Helpdesk")).containsText("Talade");
    assertThat(card("Helpdesk")).hasClass(Pattern.compile("stale"));
    assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Klar")).first())
        .isDisabled();
    assertThat(page.locator("#alert")).containsText("Anslutningen bröts");
    shoot("lost");
    assertEquals(List.of(), violations());
    house.comeBack();
    assertThat(page.locator(".banner")).hasCount(0);
    assertThat(page.locator("#status")).containsText("Anslutningen är tillbaka");
    assertThat(card("Helpdesk")).containsText("Talar");
    assertTrue(
        asked.stream().anyMatch(url -> url.contains("events?lastEventId=")),
        "it asks for what it missed");
  }

  @Test
  void theWallBoardShowsTheLineAndNobodysNameAndSaysWhenItIsOld() throws Exception {
    house.morning();
    house.full();
    enter();
    page.evaluate("location.hash = '#/wall'");
    Locator wall = page.locator("main.wall");
    assertThat(wall.locator(".seat.s-talk")).containsText("1 av 1");
    assertThat(wall.locator(".seat.s-wait")).containsText("1 av 1");
    assertThat(wall.locator(".wall-sum")).containsText("8");
    assertThat(wall.locator(".wall-side .list").first().locator("li")).hasCount(2);
    for (String secret :
        List.of("Ekonomikontoret", "Socialkontoret", "070", "2026-", "attestera")) {
      assertThat(wall).not().containsText(secret);
    }
    assertEquals(List.of(), violations());
    shoot("wall");
    page.setViewportSize(320, 800);
    assertEquals(
        false,
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    assertEquals(List.of(), violations());
    page.setViewportSize(1440, 900);
    house.goAway();
    assertThat(wall.locator(".box"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(5_000));
    assertThat(wall).containsText("Talade");
    shoot("wall-lost");
    house.comeBack();
    assertThat(wall.locator(".box")).hasCount(0);
  }

  @Test
  void aPartThatIsDownIsSaidInWords() {
    enter();
    assertThat(page.locator(".health")).containsText("Växeln fungerar");
    house
        .engine()
        .health(
            new Health.Report(
                false, List.of(new Health.Part("exchange", Health.State.DOWN, Instant.EPOCH))));
    assertThat(page.locator(".health")).containsText("Växeln svarar inte");
  }

  @Test
  void whatCallersCallThemselvesIsTextAndNothingElse() {
    String name = "<img src=x onerror=\"document.title='taken'\"> & <b>bold</b>";
    house.engine().offer(house.helpdesk(), name, "+46701740605");
    enter();
    assertThat(card("Helpdesk").locator(".who")).hasText(name);
    assertThat(page.locator("main img, main b")).hasCount(0);
    assertFalse(page.title().contains("taken"));
  }

  @Test
  void theTokenOpensAndAWrongOneSaysSo() {
    page.navigate(house.address().toString());
    page.getByText("Logga in som driftansvarig").click();
    Locator token = page.getByLabel("Nyckel");
    token.fill("wrong");
    page.getByText("Logga in med nyckel").click();
    assertThat(page.locator(".err")).containsText("Nyckeln stämmer inte");
    assertThat(token).isFocused();
    shoot("sign-in");
    assertEquals(List.of(), violations());
    token.fill(house.token());
    page.keyboard().press("Enter");
    assertThat(card("Helpdesk")).isVisible();
    page.reload();
    assertThat(card("Helpdesk")).isVisible();
  }

  @Test
  void aCodeOpensOnceAndLeavesTheAddress() {
    String address = house.signIn();
    page.navigate(address);
    assertThat(card("Helpdesk")).isVisible();
    assertFalse(page.url().contains("code"));
    Page other = browser.page(800, 600);
    other.navigate(address);
    assertThat(other.locator(".err")).containsText("Länken har redan använts");
    other.context().close();
  }

  @Test
  void englishIsOneClickAwayAndStays() {
    house.full();
    enter();
    page.getByText("English").click();
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("Line").setExact(true)))
        .isVisible();
    assertEquals("en", page.locator("html").getAttribute("lang"));
    shoot("english");
    page.reload();
    assertThat(card("Promises")).isVisible();
  }

  @Test
  void bothLanguagesHaveTheSameTexts() {
    enter();
    Object different =
        page.evaluate(
            """
            async () => {
              const [sv, en] = await Promise.all(['sv', 'en'].map(l =>
                  import(`/js/texts/${l}.js`).then(m => m.default)));
              const keys = texts => Object.entries(texts).flatMap(([key, value]) =>
                  typeof value === 'object' ? Object.keys(value).map(k => key + '.' + k) : [key]);
              const [a, b] = [keys(sv), keys(en)];
              return a.filter(k => !b.includes(k)).concat(b.filter(k => !a.includes(k)));
            }
            """);
    assertEquals(List.of(), different);
  }

  @Test
  void aTicketIsReadNotedAndChangedAndTheListWalkedByKeys() {
    house.morning();
    enter();
    page.keyboard().press("g");
    page.keyboard().press("c");
    assertThat(page.locator(".titles tbody tr")).hasCount(3);
    shoot("tickets");
    page.keyboard().press("j");
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .containsText("2026-00000");
    // Until the field is there, the letters of the note would be keys of the page
    assertThat(page.locator("#note")).isVisible();
    page.keyboard().press("a");
    assertThat(page.locator("#note")).isFocused();
    page.keyboard().type("Ringde upp, löst.");
    page.getByText("Spara anteckningen").click();
    assertThat(page.locator(".note")).containsText("Ringde upp, löst.");
    page.getByLabel("Status").selectOption("solved");
    assertThat(page.locator(".head")).containsText("Löst");
    shoot("ticket");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aVoiceMessageIsPlayedOnItsTicket() {
    house.morning();
    TicketNumber ticket = new TicketNumber(2026, 1);
    house.engine().attach(ticket, 7, Buffer.buffer(beep()));
    enter();
    visit("#/tickets/" + ticket);
    Locator message =
        page.locator(".msg").filter(new Locator.FilterOptions().setHasText("Röstmeddelande"));
    assertThat(message).containsText("7 s");
    assertThat(message.locator("audio[controls]")).isVisible();
    assertEquals(
        0.5,
        ((Number)
                message
                    .locator("audio")
                    .evaluate(
                        "async sound => { sound.muted = true; await sound.play(); return sound.duration }"))
            .doubleValue(),
        0.01,
        "fetched and played, under the page's policy");
    Download saved = page.waitForDownload(() -> message.getByText("Ladda ner ljudet").click());
    assertEquals("2026-000001-7.wav", saved.suggestedFilename());
    shoot("voice-message");
    assertEquals(List.of(), violations());
    page.setViewportSize(320, 800);
    assertEquals(
        false,
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    assertEquals(List.of(), browser.complaints());
  }

  /** Half a second of a tone, as the exchange records it. */
  private static byte[] beep() {
    int samples = 4_000;
    ByteBuffer file = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
    file.putShort((short) 2).putShort((short) 16);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      file.putShort((short) (8_000 * Math.sin(i / 3.0)));
    }
    return file.array();
  }

  @Test
  void aTechnicianIsPausedWithAReasonSignedOffAndOnByKeysAlone() {
    enter();
    Locator menu =
        page.getByLabel("Ändra tjänst för Tekniker 1", new Page.GetByLabelOptions().setExact(true));
    menu.focus();
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    page.keyboard().type("möte till tio");
    assertEquals(List.of(), violations());
    shoot("duty");
    page.keyboard().press("Enter");
    Locator row = page.locator(".pres").first();
    assertThat(row).containsText("Paus, möte till tio");
    assertThat(page.locator("#status")).containsText("Tekniker 1 har paus.");
    menu.click();
    page.getByText("Gå ur tjänst").first().click();
    assertThat(row).containsText("Inte i tjänst");
    menu.click();
    page.getByText("Ta samtal").first().click();
    assertThat(row).containsText("Ledig");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aTicketIsWrittenByKeysAndWhatIsMissingIsSaidAtItsField() {
    enter();
    page.keyboard().press("n");
    assertThat(page.getByLabel("Vad gäller det?")).isVisible();
    page.getByLabel("Beställarens e-post").fill("ingen adress");
    page.getByLabel("Beskrivning").fill("Bilden är grön i salen Björken.");
    page.getByText("Skapa ärendet").click();
    assertThat(page.locator("#new-subject-error")).containsText("Skriv vad det gäller");
    assertThat(page.locator("#new-requesterEmail-error")).isVisible();
    assertThat(page.getByLabel("Vad gäller det?")).isFocused();
    assertEquals(List.of(), violations());
    shoot("new-ticket");
    page.getByLabel("Beställarens e-post").fill("leif.ostman@example.se");
    page.getByLabel("Vad gäller det?").fill("Projektorn i Björken");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .containsText("Projektorn i Björken");
    assertThat(page.locator(".note")).containsText("Bilden är grön");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void theManagersFiguresAddUpAndEachOpensTheCallsBehindIt() {
    house.morning();
    house.full();
    enter();
    page.keyboard().press("g");
    page.keyboard().press("f");
    assertThat(page.locator(".lead")).containsText("8 samtal kom in. 2 fick svar direkt");
    assertThat(page.locator(".kpi").first()).containsText("8");
    assertThat(card("Samtal per timme")).containsText("Summan stämmer: 8 = 6 + 2 som pågår");
    assertThat(page.locator(".heat tbody tr")).not().hasCount(0);
    card("Samtal per timme").getByText("Visa som tabell").click();
    shoot("figures");
    assertEquals(List.of(), violations());
    page.locator(".kpi", new Page.LocatorOptions().setHasText("Mötte full linje"))
        .getByRole(AriaRole.LINK)
        .click();
    assertThat(page.locator("h1")).hasText("Samtal");
    assertThat(page.locator("tbody tr")).hasCount(3);
    shoot("calls");
    assertEquals(List.of(), violations());
    page.goBack();
    page.getByText("90 dagar", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(card("Samtal per dag")).isVisible();
    shoot("figures-90");
    page.getByLabel("Från och med", EXACTLY).fill("2026-01-01");
    page.getByLabel("Till och med", EXACTLY).fill("2026-01-03");
    page.getByText("Visa perioden").click();
    assertThat(page.locator(".lead")).hasText("Ingen har ringt under perioden.");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void everyFigureOpensAListThatSumsToIt() {
    house.morning();
    house.full();
    enter();
    openFigures();
    assertEquals(List.of(), withoutList());
    assertTrue(page.locator("[data-sum]").count() > 40);
    assertEquals(List.of(), listsThatDoNotSum());
  }

  @Test
  void aFigureThatIsNotTheSumOfItsListIsSeen() {
    house.morning();
    house.full();
    house.engine().loseFromJournal();
    enter();
    openFigures();
    assertFalse(listsThatDoNotSum().isEmpty());
  }

  private void openFigures() {
    page.evaluate("location.hash = '#/figures'");
    assertThat(page.locator(".lead")).isVisible();
    for (Locator summary : page.locator(".more summary").all()) {
      summary.click();
    }
  }

  /**
   * Counts that one can not look behind; but for time on duty, which is no call's, and departments
   * that are put together because they are too small to be looked at. Groups beside each other have
   * lists of a department's calls alone.
   */
  private List<String> withoutList() {
    return page
        .locator(
            "main section:not([aria-labelledby=h-g]) tr:not(:has-text('Övriga, hopräknade'))"
                + " td.num:not(.usual):not(:has(a))")
        .allInnerTexts()
        .stream()
        .map(String::strip)
        .filter(text -> !text.matches("0|–|.*tim"))
        .toList();
  }

  /** Follows every figure to its list and counts. */
  private List<String> listsThatDoNotSum() {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Locator link : page.locator("a[data-sum]").all()) {
      wanted.put(link.getAttribute("href"), link.getAttribute("data-sum"));
    }
    List<String> wrong = new ArrayList<>();
    wanted.forEach((href, sum) -> {
      page.evaluate("to => { location.hash = to }", href);
      assertThat(page.locator("main .head h1")).not().hasText("Siffror");
      assertThat(page.locator("main [aria-busy=true]")).hasCount(0);
      int rows = page.locator("main tbody tr").count();
      if (!sum.equals(Integer.toString(rows))) {
        wrong.add(href + " must have " + sum + " and has " + rows);
      }
      page.evaluate("location.hash = '#/figures'");
      assertThat(page.locator(".lead")).isVisible();
    });
    return wrong;
  }

  @Test
  void figuresThatDoNotAddUpAreRedOnTheManagersPageToo() {
    house.full();
    house.engine().loseFromJournal();
    enter();
    page.keyboard().press("g");
    page.keyboard().press("f");
    assertThat(page.locator(".box.s-breach")).containsText("Summan stämmer inte.");
  }

  @Test
  void aTicketIsFoundByItsWordsAndAnsweredWhereThereIsAnAddress() {
    house.morning();
    enter();
    page.keyboard().press("/");
    assertThat(page.getByLabel("Sök ärende, person eller nummer")).isFocused();
    page.keyboard().type("lösenord");
    page.keyboard().press("Enter");
    assertThat(page.locator(".titles tbody tr")).hasCount(1);
    assertEquals(List.of(), violations());
    shoot("found");
    page.getByLabel("Sök ärende, person eller nummer").fill("finns inte");
    page.keyboard().press("Enter");
    assertThat(page.getByText("Inget ärende har de orden")).isVisible();
    page.evaluate("location.hash = '#/tickets/2026-000001'");
    assertThat(page.locator("#note")).isVisible();
    page.keyboard().press("r");
    page.keyboard().type("Hej, ditt konto är öppet.");
    page.getByText("Skicka svaret").click();
    assertThat(page.locator(".err")).containsText("Ingen vet beställarens adress");
    assertThat(page.locator("#note")).hasValue("Hej, ditt konto är öppet.");
    shoot("no-address");
    assertEquals(List.of(), violations());
  }

  @Test
  void whoCalledInVainStandsInTheListToCallBack() {
    house.morning();
    enter();
    page.keyboard().press("g");
    page.keyboard().press("c");
    house.engine().calledInVain(house.full().ticket());
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Att ringa upp")).click();
    assertThat(page.locator(".titles tbody tr")).hasCount(1);
    assertThat(page.locator(".titles tbody tr")).containsText("Ring upp");
    shoot("to-call-back");
    assertEquals(List.of(), violations());
  }

  @Test
  void nothingScrollsSidewaysAtThreeHundredAndTwentyPixels() {
    house.morning();
    house.full();
    house.promise(
        "Förvaltningen för arbetsmarknad, vuxenutbildning och integration",
        "Skrivarenslängstatänkbaraämnesradutanettendamellanslagsomgårattbryta",
        "+46701740623");
    page.setViewportSize(320, 800);
    enter();
    shoot("busy-320");
    List<String> wide = new ArrayList<>();
    for (String hash :
        List.of(
            "#/",
            "#/tickets",
            "#/tickets/new",
            "#/promises/new",
            "#/figures",
            "#/users",
            "#/audit",
            "#/account",
            "#/behind?figure=opened",
            "#/tickets?view=all",
            "#/mail",
            "#/tickets/2026-000001")) {
      page.evaluate("hash => { location.hash = hash }", hash);
      assertThat(page.locator("h1")).hasCount(1);
      assertThat(page.locator("[aria-busy=true]")).hasCount(0);
      if ((Boolean)
          page.evaluate(
              "document.documentElement.scrollWidth > document.documentElement.clientWidth")) {
        wide.add(hash);
      }
      shoot("320" + hash.replaceAll("\\W+", "-"));
    }
    assertEquals(List.of(), wide);
  }

  @Test
  void noPageBreaksAnAccessibilityRuleInAnyLookOrSize() {
    house.morning();
    house.full();
    enter();
    List<String> found = new ArrayList<>();
    for (String look : List.of("light", "dark", "contrast")) {
      for (int width : new int[] {1440, 320}) {
        page.evaluate("look => { localStorage.setItem('svara.look', look) }", look);
        page.setViewportSize(width, 900);
        page.reload();
        for (String hash :
            List.of(
                "#/",
                "#/tickets?view=all",
                "#/tickets/new",
                "#/promises/new?number=112",
                "#/tickets/2026-000001",
                "#/figures",
                "#/users",
                "#/audit",
                "#/account",
                "#/behind?figure=opened",
                "#/behind?figure=promised",
                "#/calls",
                "#/mail",
                "#/mail?view=kept",
                "help")) {
          visit(hash);
          violations().forEach(v -> found.add(look + " " + width + " " + hash + ": " + v));
        }
        if (width == 1440) {
          page.keyboard().press("Escape");
          visit("#/figures");
          shoot("figures-" + look);
          visit("#/");
          shoot("busy-" + look);
        }
      }
    }
    assertEquals(List.of(), found);
  }

  private void visit(String hash) {
    if (hash.equals("help")) {
      page.keyboard().press("?");
      assertThat(page.locator("dialog[open]")).isVisible();
      return;
    }
    page.evaluate("hash => { location.hash = hash }", hash);
    assertThat(page.locator("h1")).hasCount(1);
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
  }

  @Test
  void theAccessibilityCheckFindsAPlantedFault() {
    enter();
    page.evaluate("document.querySelector('main').append(document.createElement('button'))");
    assertTrue(violations().contains("button-name"), "a button without a name was not found");
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
