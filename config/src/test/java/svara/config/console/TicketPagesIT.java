package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.console.House.await;
import static svara.config.console.PageLook.look;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.config.TestDatabase;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.LiveUpdate;
import svara.engine.port.LiveUpdates;
import svara.engine.port.TicketStore;
import svara.engine.port.TicketStore.NewTicket;
import svara.engine.postgres.PostgresStores;
import svara.engine.queue.Caller;
import svara.engine.runtime.LiveFeed;
import svara.engine.runtime.TicketNews;
import svara.web.WebPorts;

/** Tickets as technicians work on them, in real browsers, over the real server and database. */
@Tag("console")
@Timeout(300)
class TicketPagesIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir Path folder;
  private static Browser browser;
  private PostgresStores stores;
  private TicketStore tickets;
  private House house;
  private Page page;
  private Page other;
  private volatile boolean silent;

  @BeforeAll
  static void openBrowser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    browser = new Browser();
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void open() throws Exception {
    house = new House(folder.resolve("house"), this::ports);
    browser.complaints();
    page = at("tek1");
    other = at("tek2");
  }

  /** Everything that has to do with tickets is the database's; calls are played in memory. */
  private WebPorts ports(Vertx vertx, WebPorts memory) {
    stores = PostgresStores.open(vertx, DATABASE.address(), 4, TestDatabase.ZONE);
    LiveFeed feed = new LiveFeed();
    tickets = new TicketNews(stores.tickets("example.se"), memory.intake(), feed, memory.clock());
    return new WebPorts(
        memory.queues(),
        memory.calls(),
        memory.figures(),
        tickets,
        memory.files(),
        memory.callbacks(),
        memory.callees(),
        both(feed, memory.updates()),
        memory.health(),
        memory.intake(),
        memory.kept(),
        memory.outbox(),
        stores.people(),
        stores.desk(),
        memory.counters(),
        memory.repairs(),
        memory.signIn(),
        memory.clock());
  }

  private LiveUpdates both(LiveUpdates feed, LiveUpdates memory) {
    return listener -> {
      Consumer<LiveUpdate> told =
          update -> {
            if (!silent) {
              listener.accept(update);
            }
          };
      LiveUpdates.Subscription one = feed.subscribe(told);
      LiveUpdates.Subscription two = memory.subscribe(told);
      return () -> {
        one.cancel();
        two.cancel();
      };
    };
  }

  @AfterEach
  void close() throws Exception {
    page.context().close();
    other.context().close();
    await(stores.close());
    house.close();
  }

  private Page at(String technician) {
    return as(house.technician(technician));
  }

  private Page as(String cookie) {
    Page of = browser.page(1440, 900);
    of.context()
        .addCookies(
            List.of(new Cookie("svara_session", cookie).setUrl(house.address().toString())));
    of.navigate(house.address().toString());
    return of;
  }

  private TicketNumber ticket(String subject, String assignee) throws Exception {
    TechnicianId whose = assignee.isEmpty() ? null : new TechnicianId(assignee);
    return await(
            tickets.open(new NewTicket(subject, "Står här.", null, whose, "tek3", Instant.now())))
        .number();
  }

  private static void visit(Page of, String hash) {
    of.evaluate("hash => { location.hash = hash }", hash);
    assertThat(of.locator("h1")).hasCount(1);
    assertThat(of.locator("[aria-busy=true]")).hasCount(0);
  }

  private static void both(Page one, Page two, TicketNumber number) {
    for (Page of : List.of(one, two)) {
      visit(of, "#/tickets/" + number);
      assertThat(of.getByLabel("Prioritet")).isVisible();
    }
  }

  private static Locator button(Page of, String name) {
    return of.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void twoTechniciansSeeEachOthersChangesAndNeverOverwriteThemInSilence() throws Exception {
    TicketNumber number = ticket("Raindance: kan inte attestera", "tek1");
    both(page, other, number);
    page.getByLabel("Prioritet").selectOption("high");
    assertThat(other.getByLabel("Prioritet")).hasValue("high");
    assertThat(other.locator(".tl"))
        .containsText("Tekniker 1 ändrade prioritet från Normal till Hög");
    silent = true;
    page.getByLabel("Status").selectOption("waiting_supplier");
    assertThat(page.locator(".tl")).containsText("till Väntar på leverantör");
    other.getByLabel("System", new Page.GetByLabelOptions().setExact(true)).fill("Raindance");
    other.keyboard().press("Tab");
    Locator conflict = other.locator("section.box");
    assertThat(conflict)
        .containsText("Tekniker 1 ändrade status från Öppet till Väntar på leverantör");
    assertThat(conflict).containsText("Du ville ändra system till Raindance");
    assertThat(other.locator("#conflict-h")).isFocused();
    assertThat(other.locator("#alert")).containsText("inte sparad än");
    // the browser itself notes every refusal
    browser.complaints();
    look(other, browser, "ticket-conflict");
    button(other, "Gör min ändring också").click();
    assertThat(conflict).hasCount(0);
    assertThat(other.locator(".tl")).containsText("valde systemet Raindance");
    assertThat(other.getByLabel("Status")).hasValue("waiting_supplier");
    silent = false;
    assertEquals("Raindance", await(tickets.ticket(number)).orElseThrow().row().system());
  }

  @Test
  void aTicketIsSortedTaggedAndEachChangeCanBeTakenBack() throws Exception {
    TicketNumber number = ticket("Delad brevlåda för valnämnden", "tek1");
    both(page, other, number);
    page.getByLabel("Kategori").fill("Behörighet");
    page.keyboard().press("Enter");
    assertThat(page.locator(".tl")).containsText("valde kategorin Behörighet");
    page.getByLabel("Taggar").fill("val");
    page.keyboard().press("Enter");
    assertThat(page.locator(".head .tag")).hasText("val");
    page.getByLabel("Prioritet").selectOption("urgent");
    assertThat(page.locator(".head")).containsText("Brådskande");
    look(page, browser, "ticket-sorted");
    page.locator("h1").click();
    page.keyboard().press("z");
    assertThat(page.locator(".tl")).containsText("ändrade prioritet från Brådskande till Normal");
    assertThat(other.getByLabel("Prioritet")).hasValue("normal");
    button(page, "Ta bort taggen val").click();
    assertThat(page.locator(".head .tag")).hasCount(0);
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void ticketsAreLinkedAndMergedAndTakenApartAgain() throws Exception {
    TicketNumber one = ticket("Skrivaren i personalrummet", "tek1");
    TicketNumber whole = ticket("Skrivare på plan två", "tek1");
    await(tickets.note(one, "tek3", "Tonern är slut", Instant.now()));
    visit(page, "#/tickets/" + one);
    page.getByLabel("Ett annat ärendes nummer").fill("inget");
    button(page, "Länka").click();
    assertThat(page.locator("#tie-error")).containsText("Skriv ett ärendenummer");
    page.getByLabel("Ett annat ärendes nummer").fill("#" + whole);
    button(page, "Länka").click();
    assertThat(page.locator(".tie")).containsText("Skrivare på plan två");
    page.getByLabel("Ett annat ärendes nummer").fill(whole.toString());
    button(page, "Slå ihop med det").click();
    assertThat(page.locator(".box")).containsText("Det här ärendet är en del av " + whole);
    look(page, browser, "ticket-part");
    visit(other, "#/tickets/" + whole);
    assertThat(other.locator(".note").filter(withText("Tonern är slut")))
        .containsText("från " + one);
    assertThat(other.locator(".tl")).containsText("slog ihop " + one + " med det här ärendet");
    look(other, browser, "ticket-whole");
    button(other, "Ta ut " + one + " igen").click();
    assertThat(other.locator(".note").filter(withText("Tonern är slut"))).hasCount(0);
    assertThat(page.locator(".box")).hasCount(0);
    button(page, "Ta bort länken till " + whole).click();
    assertThat(page.locator(".tie")).hasCount(0);
    page.locator("h1").click();
    page.keyboard().press("z");
    assertThat(page.locator(".tie")).hasCount(1);
    assertEquals(List.of(), browser.complaints());
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void aRestrictedTicketIsSeenByItsAssigneeAndTheManagerAndThatIsWrittenDown() throws Exception {
    String subject = "Personalärende xqz";
    TicketNumber number = ticket(subject, "");
    both(page, other, number);
    page.getByLabel("Skyddat ärende").check();
    assertThat(page.locator(".head")).containsText("Skyddat ärende");
    assertThat(page.getByLabel("Ansvarig")).hasValue("tek1");
    // whose page asks for what is not there any more
    assertThat(other.locator("main")).containsText("Ärendet finns inte");
    browser.complaints();
    look(page, browser, "ticket-restricted");
    assertThat(other.locator("main")).containsText("Ärendet finns inte");
    visit(other, "#/tickets?q=xqz");
    assertThat(other.getByText("Inget ärende har de orden")).isVisible();
    visit(other, "#/tickets?view=all");
    assertThat(other.locator("main")).not().containsText(subject);
    visit(other, "#/");
    assertThat(other.locator("main")).not().containsText(subject);
    browser.complaints();
    Page managers = as(house.signedIn("maj.chef", "manager"));
    visit(managers, "#/tickets?q=xqz");
    managers.getByText(subject).click();
    assertThat(managers.locator("h1")).containsText(subject);
    managers.context().close();
    Page log = browser.page(1440, 900);
    log.navigate(house.signIn());
    visit(log, "#/audit");
    assertThat(log.locator("tbody tr").filter(withText("Läste ett skyddat ärende")).first())
        .isVisible();
    assertTrue(log.locator("tbody").innerText().contains("maj.chef"));
    log.context().close();
  }

  @Test
  void whatIsWrittenSurvivesAClosedBrowserAndBeginsFromATemplate() throws Exception {
    TicketNumber number = ticket("Lösenord till portalen", "tek1");
    Page managers = as(house.signedIn("maj.chef", "manager"));
    visit(managers, "#/templates");
    assertThat(managers.getByText("Inga mallar än")).isVisible();
    button(managers, "Ny mall").click();
    assertThat(managers.getByLabel("Vad mallen heter")).isFocused();
    button(managers, "Spara").click();
    assertThat(managers.locator("#template-error")).containsText("Skriv både namn och text");
    managers.getByLabel("Vad mallen heter").fill("Nytt lösenord");
    managers
        .getByLabel("Text", new Page.GetByLabelOptions().setExact(true))
        .fill("Hej {namn}! Ärende {ärende} är klart. /{tekniker}");
    look(managers, browser, "template-form");
    button(managers, "Spara").click();
    assertThat(managers.locator("li h2")).hasText("Nytt lösenord");
    look(managers, browser, "templates");
    button(managers, "Ta bort mallen Nytt lösenord").click();
    assertThat(managers.locator("li h2")).hasCount(0);
    managers.locator("h1").click();
    managers.keyboard().press("z");
    assertThat(managers.locator("li h2")).hasText("Nytt lösenord");
    managers.context().close();

    visit(page, "#/tickets/" + number);
    assertThat(page.getByLabel("Mall", new Page.GetByLabelOptions().setExact(true))).isVisible();
    page.locator("h1").click();
    page.keyboard().press("m");
    page.locator("#template").selectOption("Nytt lösenord");
    String filled = "Hej {namn}! Ärende " + number + " är klart. /Tekniker 1";
    assertThat(page.locator("#note")).hasValue(filled);
    assertThat(page.locator("#note")).isFocused();
    assertThat(page.locator("#draft-kept")).containsText("Utkast sparat");
    look(page, browser, "ticket-draft");
    page.context().close();
    page = at("tek1");
    visit(page, "#/tickets/" + number);
    assertThat(page.locator("#note")).hasValue(filled);
    visit(other, "#/tickets/" + number);
    assertThat(other.locator("#note")).hasValue("");
    button(page, "Spara anteckningen").click();
    assertThat(page.locator(".note").filter(withText("är klart. /Tekniker 1"))).isVisible();
    page.reload();
    assertThat(page.locator(".note").filter(withText("är klart. /Tekniker 1"))).isVisible();
    assertThat(page.locator("#note")).hasValue("");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void listsAreNarrowedKeptAndSeenAgain() throws Exception {
    TicketNumber mine = ticket("Visma låser sig", "tek1");
    ticket("Ingen har tagit det här", "");
    await(
        tickets.change(
            mine,
            new TicketStore.TicketChange(
                null, null, null, null, "tek1", Instant.now(), "Visma", "Fel", null)));
    visit(page, "#/tickets?view=mine");
    assertThat(page.locator(".titles")).containsText("Visma låser sig");
    assertThat(page.locator(".titles")).not().containsText("Ingen har tagit det här");
    visit(page, "#/tickets?view=unassigned");
    assertThat(page.locator(".titles")).containsText("Ingen har tagit det här");
    assertThat(page.locator(".titles")).not().containsText("Visma låser sig");
    visit(page, "#/tickets?view=open");
    page.locator("#f-system").selectOption("Visma");
    assertThat(page.locator(".titles tbody tr")).hasCount(1);
    page.getByText("Spara den här vyn").click();
    page.getByLabel("Vad vyn ska heta").fill("Visma vid bokslut");
    page.keyboard().press("Enter");
    assertThat(page.locator(".saved a")).hasText("Visma vid bokslut");
    assertThat(page.locator(".saved a")).hasAttribute("aria-current", "page");
    look(page, browser, "tickets-narrowed");
    page.getByText("Visa alla").click();
    assertThat(page.locator("#f-system")).hasValue("");
    page.locator(".saved a").click();
    assertThat(page.locator("#f-system")).hasValue("Visma");
    page.reload();
    assertThat(page.locator(".saved a")).hasText("Visma vid bokslut");
    visit(other, "#/tickets?view=open");
    assertThat(other.locator(".saved")).hasCount(0);
    button(page, "Ta bort vyn Visma vid bokslut").click();
    assertThat(page.locator(".saved")).hasCount(0);
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aCallIsKnownBeforeItIsAnsweredAndWrittenJoinedAndClosedByKeysAlone() throws Exception {
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement()) {
      statement.execute("insert into department (name) values ('Kultur och fritid')");
      statement.execute(
          """
          insert into person (email, name, department_id, coordinator)
          select v.email, v.name, d.id, v.coordinator
          from department d, (values ('karin.holm@example.se', 'Karin Holm', false),
                                     ('ove.ek@example.se', 'Ove Ek', true)) as v (email, name, coordinator)
          where d.name = 'Kultur och fritid'
          """);
    }
    TicketNumber earlier = forKarin("Projektorn i stora salen");
    TicketNumber called = forKarin("Samtal från Karin Holm");
    house.engine().rules(house.helpdesk(), Duration.ofMinutes(2), false);
    visit(page, "#/tickets");
    Caller caller =
        house
            .engine()
            .offerOn(
                called, house.helpdesk(), "Karin Holm", "Kultur och fritid", "", "+46701740605");
    assertEquals("tek1", house.rung());
    Locator panel = page.locator("main > .call");
    assertThat(page).hasTitle("Det ringer: Karin Holm – Svara");
    assertThat(panel).containsText("Ringer på din telefon");
    assertThat(panel).containsText("Karin Holm");
    assertThat(panel).containsText("070-174 06 05");
    assertThat(panel).containsText("Kultur och fritid");
    assertThat(panel).containsText("IT-samordnare: Ove Ek");
    assertThat(panel).containsText("Projektorn i stora salen");
    assertThat(page.locator("#alert")).containsText("Det ringer. Karin Holm");
    assertThat(page.locator("#call-close")).hasCount(0);
    look(page, browser, "call-rings");

    house.engine().answer(house.helpdesk(), caller, "tek1");
    assertThat(panel).containsText("Du talar med");
    page.getByLabel("Sök ärende, person eller nummer").focus();
    page.keyboard().press("F2");
    assertThat(page.locator("#my-ticket")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.getByLabel("Sök ärende, person eller nummer")).isFocused();
    page.keyboard().press("F2");
    page.keyboard().press("y");
    assertThat(page.locator("#p-system")).isFocused();
    // slowly: the page redraws meanwhile
    page.keyboard().type("Raindance", new Keyboard.TypeOptions().setDelay(250));
    page.keyboard().press("Tab");
    assertThat(page.locator(".tl")).containsText("valde systemet Raindance");
    page.locator("#note").focus();
    look(page, browser, "call-talks");
    page.locator("#note").focus();
    // three keystrokes from within a field
    page.keyboard().press("F2");
    page.keyboard().press("l");
    page.keyboard().press("Enter");
    assertThat(page.locator(".toast")).containsText("Ärende " + called + " är stängt");
    assertThat(page.getByLabel("Status")).hasValue("closed");
    page.keyboard().press("z");
    assertThat(page.getByLabel("Status")).hasValue("open");
    page.keyboard().press("w");
    assertThat(page.getByLabel("Kategori")).hasValue("Fel nummer");
    assertThat(page.getByLabel("Status")).hasValue("closed");
    page.keyboard().press("z");
    assertThat(page.getByLabel("Kategori")).hasValue("");
    page.keyboard().press("v");
    assertThat(page.getByLabel("Kategori")).hasValue("Privat samtal");
    page.keyboard().press("z");
    assertThat(page.getByLabel("Status")).hasValue("open");

    house.engine().end(house.helpdesk(), caller);
    house.engine().release(house.helpdesk(), caller, "tek1");
    assertThat(panel).containsText("Du talade med");
    assertThat(panel).containsText("Efterarbete 1 min");
    page.keyboard().press("h");
    assertThat(page.locator("#join")).isFocused();
    look(page, browser, "call-join");
    page.locator("#join").focus();
    page.keyboard().type(earlier.toString());
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).containsText("Projektorn i stora salen");
    assertThat(page.locator(".tl")).containsText("slog ihop " + called);
    assertEquals(List.of(), browser.complaints());
  }

  private TicketNumber forKarin(String subject) throws Exception {
    return await(
            tickets.open(
                new NewTicket(subject, "", "karin.holm@example.se", null, "tek3", Instant.now())))
        .number();
  }
}
