package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static svara.config.console.House.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailPolicy;
import svara.engine.mailbox.MailPageMaker;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.port.Health;
import svara.engine.port.KeptMails.LeftMail;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Taken;
import svara.engine.postgres.PostgresStores;
import svara.engine.runtime.LiveFeed;
import svara.engine.runtime.TicketNews;
import svara.web.WebPorts;

/** Mail in a real browser, over the real server, of a real database. */
@Tag("console")
@Timeout(300)
class MailPagesIT {
  private static final Path SHOTS = Path.of("target", "console");
  private static final int SIZE_MAX = 1_000_000;
  private static final MailPolicy POLICY =
      new MailPolicy(
          Language.SV,
          new MailPolicy.Automatic(true, true, true, 5),
          OpeningHours.always(),
          Duration.ofHours(8),
          Duration.ofDays(14),
          "example.se",
          Set.of("helpdesk@example.se"),
          Set.of("reklam.example.org"));

  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  @TempDir Path folder;
  private int serial;
  private static Browser browser;
  private PostgresStores stores;
  private ReadMailIntake intake;
  private List<LeftMail> left = List.of();
  private House house;
  private Page page;

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
    house = new House(folder.resolve("house" + ++serial), this::ports);
    browser.complaints();
    page = browser.page(1440, 900);
  }

  /** Everything that has to do with mail is the database's. */
  private WebPorts ports(Vertx vertx, WebPorts memory) {
    stores = PostgresStores.open(vertx, database.address(), 4, TestDatabase.ZONE);
    intake = new ReadMailIntake(vertx, stores.mails(POLICY), SIZE_MAX, memory.clock());
    return new WebPorts(
        memory.queues(),
        memory.calls(),
        memory.figures(),
        stores.tickets(POLICY),
        stores.files(new MailPageMaker(vertx, SIZE_MAX)),
        memory.callbacks(),
        memory.callees(),
        memory.updates(),
        memory.health(),
        intake,
        new TicketNews(memory.tickets(), intake, new LiveFeed(), memory.clock())
            .telling(intake, () -> left),
        stores.written(),
        stores.people(),
        stores.desk(),
        memory.counters(),
        memory.repairs(),
        memory.signIn(),
        memory.clock());
  }

  @AfterEach
  void close() throws Exception {
    page.context().close();
    await(stores.close());
    house.close();
  }

  private Taken take(String raw) throws Exception {
    byte[] bytes = raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return await(intake.take("helpdesk", Buffer.buffer(bytes)));
  }

  private Taken mail(String from, String subject, String text) throws Exception {
    return take(
        "Message-ID: <%d@example.net>\nDate: %s\nFrom: %s\nSubject: %s\n\n%s\n"
            .formatted(++serial, Instant.EPOCH, from, subject, text));
  }

  private void enter(String hash) {
    page.navigate(house.signIn());
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
    visit(hash);
  }

  private void visit(String hash) {
    page.evaluate("hash => { location.hash = hash }", hash);
    assertThat(page.locator("h1")).hasCount(1);
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
  }

  /** Pictures in both languages; no rule is broken, nothing is wider than a small phone. */
  private void look(String name) {
    for (String language : List.of("English", "Svenska")) {
      page.locator("button.lang").filter(withText(language)).click();
      assertThat(page.locator("button.lang").filter(withText(language))).hasCount(0);
      assertEquals(List.of(), violations(), language);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(SHOTS.resolve(name + "-" + language + ".png"))
              .setFullPage(true));
    }
    page.setViewportSize(320, 800);
    assertEquals(
        false,
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    assertEquals(List.of(), violations(), "320 pixels");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + "-320.png")).setFullPage(true));
    page.setViewportSize(1440, 900);
    assertEquals(List.of(), browser.complaints());
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
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

  @Test
  void aMailSaysWhyItWasJoinedAndOneActionMovesItToATicketOfItsOwn() throws Exception {
    TicketNumber number =
        mail("Eva Lund <eva.lund@example.se>", "Skrivaren", "Den drar snett.").ticket();
    Taken joined =
        mail("Bo Ek <bo.ek@example.org>", "SV: [#" + number + "] Telefonen", "Min ringer inte.");
    assertEquals(number, joined.ticket());
    enter("#/tickets/" + number);
    Locator mail = page.locator(".msg").filter(withText("Min ringer inte."));
    assertThat(mail).containsText("Ärendenumret står i ämnesraden, från någon ny");
    assertThat(page.getByText("Flytta till eget ärende")).hasCount(1);
    look("mail-joined");

    mail.getByRole(AriaRole.BUTTON).focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .containsText("Telefonen");
    assertThat(page.locator("#status")).containsText("Mejlet är nu ärende 2026-");
    assertThat(page.locator(".msg")).containsText("Flyttat från ett annat ärende " + number);
    look("mail-split");
    page.locator(".msg").getByText(number.toString()).click();
    assertThat(mail).containsText("Flyttat till");
    assertThat(mail.getByRole(AriaRole.BUTTON)).hasCount(0);
    assertThat(page.locator(".chg").last()).containsText("flyttade ett mejl till ärende");
    look("mail-moved");
  }

  /** What became of what we wrote, as a server would have told. */
  private void became(String recipient, String state, String words) throws Exception {
    try (Connection owner = database.owner();
        PreparedStatement update =
            owner.prepareStatement(
                "update mail_out set state = ?, words = ?, attempts = 1, settled_at = now() where recipient = ?")) {
      update.setString(1, state);
      update.setString(2, words);
      update.setString(3, recipient);
      assertEquals(1, update.executeUpdate());
    }
  }

  @Test
  void theOutboxSaysWhatBecameOfEachMailAndTriesOnceMore() throws Exception {
    enter("#/mail");
    assertThat(page.getByText("Inget mejl är skrivet än")).isVisible();
    for (String name : List.of("anna", "bo", "cilla", "doris")) {
      mail(name + "@example.org", "Skrivaren på plan 2 drar snett", "Hej");
    }
    became("anna@example.org", "sent", "250 ok");
    became("bo@example.org", "refused", "550 5.1.1 <bo@example.org>: user unknown");
    became("cilla@example.org", "given_up", "no answer after the end of the mail");
    visit("#/");
    page.keyboard().press("g");
    page.keyboard().press("m");
    Locator rows = page.locator(".titles tbody tr");
    assertThat(rows).hasCount(4);
    assertThat(rows.filter(withText("bo@example.org"))).containsText("user unknown");
    assertThat(page.locator(".views a").filter(withText("Togs inte emot"))).containsText("1");
    look("outbox");
    page.locator(".views a").filter(withText("Togs inte emot")).focus();
    page.keyboard().press("Enter");
    assertThat(rows).hasCount(1);
    rows.getByRole(AriaRole.BUTTON).focus();
    page.keyboard().press("Enter");
    assertThat(page.getByText("Alla mejl har tagits emot")).isVisible();
    assertThat(page.locator("#status")).containsText("Mejlet till bo@example.org skickas igen");
    look("outbox-refused-none");
    page.locator(".views a").filter(withText("Väntar på att skickas")).click();
    assertThat(rows).hasCount(2);
    look("outbox-waiting");
  }

  @Test
  void aKeptMailSaysWhyIsSavedAsItCameAndBecomesATicketWhenAPersonWantsIt() throws Exception {
    String raw =
        "Message-ID: <note@example.org>\nFrom: Bo Ek <bo.ek@example.org>\nSubject: Frånvaro: semester\n"
            + "Auto-Submitted: auto-replied\n\nJag är borta. Ring växeln.\n";
    assertEquals(MailIntake.Fate.KEPT, take(raw).fate());
    left =
        List.of(new LeftMail("helpdesk", "Ritningarna", 40_000_000, "larger than 31457280 bytes"));
    enter("#/mail?view=kept");
    assertThat(page.locator("main"))
        .containsText("Ritningarna, helpdesk, 40 MB: Större än 31457280 byte");
    Locator rows = page.locator(".titles tbody tr");
    assertThat(rows).containsText("Ett automatiskt svar som inte hör till något ärende");
    assertThat(rows).containsText("bo.ek@example.org, helpdesk");
    look("kept");
    Download saved = page.waitForDownload(() -> rows.getByText("Spara originalet").click());
    assertEquals(raw.replace("\n", "\r\n"), Files.readString(saved.path()));
    rows.getByText("Läs in igen").click();
    assertThat(page.locator("#status")).containsText("Det ligger kvar.");
    assertThat(rows).hasCount(1);
    rows.getByText("Gör till ärende").focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .containsText("Frånvaro: semester");
    visit("#/mail?view=kept");
    assertThat(page.getByText("Inget mejl ligger utan ärende")).isVisible();
    look("kept-none");
  }

  @Test
  void aBlockedSenderIsKeptCountedAndNotLost() throws Exception {
    assertEquals(
        MailIntake.Fate.KEPT, mail("nytt@mejl.reklam.example.org", "Rea", "Köp nu.").fate());
    enter("#/mail?view=kept");
    assertThat(page.getByText("Inget mejl ligger utan ärende")).isVisible();
    page.locator(".views a").filter(withText("Spärrade avsändare")).click();
    assertThat(page.locator(".titles tbody"))
        .containsText("Avsändaren är spärrad (reklam.example.org)");
    assertThat(page.locator(".views a").filter(withText("Spärrade"))).containsText("1");
    look("blocked");
  }

  @Test
  void anotherAddressOfTheRequesterIsToldAndHisTicketsBecomeOnePersons() throws Exception {
    mail("Eva Lund <eva.lund@example.se>", "Skrivaren", "Den drar snett.");
    TicketNumber other =
        mail("Eva <eva@hemma.example.org>", "Hemifrån", "Det är jag, Eva.").ticket();
    enter("#/tickets/" + other);
    Locator requester = page.locator(".side section").filter(withText("Ring upp"));
    assertThat(requester).containsText("eva@hemma.example.org");
    requester.getByText("Skriver också från en annan adress").click();
    requester.getByLabel("Den andra adressen").fill("eva.lund@example.se");
    look("requester");
    requester.getByLabel("Den andra adressen").press("Enter");
    assertThat(requester).containsText("eva.lund@example.se");
    assertThat(page.locator("#status")).containsText("har fått adressen eva.lund@example.se");
    assertEquals("1", String.valueOf(await(stores.people().all()).size()));
    look("requester-merged");
  }

  @Test
  void theMailSideOfATicketShowsMailboxesFilesFoldsAndWhereItGoesOnFrom() throws Exception {
    TicketNumber before = mail("eva.lund@example.se", "Skrivaren", "Den drar snett.").ticket();
    try (Connection owner = database.owner();
        PreparedStatement update =
            owner.prepareStatement(
                "update ticket set status = 'closed', closed_at = now() - interval '30 days'")) {
      update.executeUpdate();
    }
    String raw =
        """
        Message-ID: <again@example.net>
        From: Eva Lund <eva.lund@example.se>
        Subject: SV: [#%s] Skrivaren
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8

        Nu är den trasig igen.

        Den 2 mars 2026 kl. 10:00 skrev Helpdesken <helpdesk@example.se>:
        > Vi har bytt valsen.
        --a
        Content-Type: text/html; charset=utf-8

        <p>Nu är den <b>trasig</b> igen.</p><img src="http://example.org/x.png">
        --a--
        --b
        Content-Type: application/pdf; name="felkod.pdf"
        Content-Disposition: attachment; filename="felkod.pdf"

        %%PDF
        --b
        Content-Type: application/ms-tnef; name="winmail.dat"
        Content-Disposition: attachment; filename="winmail.dat"

        x
        --b--
        """
            .formatted(before);
    TicketNumber number = take(raw).ticket();
    await(
        intake.take(
            "support", Buffer.buffer("Received: elsewhere\r\n" + raw.replace("\n", "\r\n"))));
    enter("#/tickets/" + number);
    Locator mail = page.locator(".msg").first();
    assertThat(mail).containsText("Kom till brevlådorna helpdesk, support");
    assertThat(mail).containsText("Fortsättning på det avslutade ärendet " + before);
    assertThat(mail).containsText("felkod.pdf");
    assertThat(mail).containsText("winmail.dat");
    assertThat(mail.getByText("Vi har bytt valsen.")).not().isVisible();
    mail.locator("summary").click();
    assertThat(mail.getByText("Vi har bytt valsen.")).isVisible();
    assertThat(mail.getByText("Visa med formatering")).isVisible();
    page.getByLabel("Status").selectOption("solved");
    assertThat(page.locator(".tl")).containsText("Vi är klara med ditt ärende");
    look("mail-ticket");
  }

  @Test
  void whatWasRefusedOrFailedIsGatheredOnOnePageAndTriedAgainFromThere() throws Exception {
    house.engine().differences(0);
    enter("#/faults");
    assertThat(page.locator("h1")).hasText("Att åtgärda");
    assertThat(page.getByText("Inget att åtgärda")).isVisible();
    look("faults-none");

    page.navigate("about:blank");
    everythingFails();
    // days have passed, and with them the session
    enter("#/faults");
    assertThat(page.locator("main")).containsText("Personkatalogen fungerar sämre än vanligt");
    assertThat(page.locator("main")).containsText("3 skillnader mellan växeln och Svara");
    assertThat(page.locator("main")).containsText("Senast");
    assertThat(page.locator("main")).containsText("från 192.0.2.7");
    assertThat(page.locator("main")).containsText("1 mejl ligger kvar i brevlådan");
    assertThat(page.locator("main")).containsText("user unknown");
    assertThat(page.locator("main")).containsText("Ett automatiskt svar som inte hör till något");
    assertThat(page.locator("main .promise").filter(withText("Förskolan Solrosen"))).hasCount(1);
    look("faults");

    button("Fråga katalogen nu").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#status")).containsText("Katalogen frågas nu");
    button("Jämför med växeln nu").click();
    assertThat(page.locator("#status")).containsText("Jämförelsen med växeln är beställd");
    assertEquals(List.of("directory", "exchange"), house.engine().repairs());
    button("Försök igen bo@example.org").click();
    assertThat(page.locator("#status")).containsText("Mejlet till bo@example.org skickas igen");
    assertThat(page.getByText("user unknown")).hasCount(0);
    button("Läs in igen bo.ek@example.org").click();
    assertThat(page.locator("#status")).containsText("Det ligger kvar.");
    page.locator("main .promise")
        .filter(withText("Förskolan Solrosen"))
        .getByText("Lova på nytt")
        .click();
    assertThat(page.getByLabel("Nummer att ringa")).hasValue("+46701740621");
    assertEquals(List.of(), browser.complaints());
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  /** One of each. */
  private void everythingFails() throws Exception {
    house.full();
    house.everybodyRests();
    house.ahead(2 * 24 * 3600);
    house.engine().passTime(house.helpdesk());
    house.engine().differences(3);
    house.engine().stranger("192.0.2.7");
    house.engine().hasDirectory(true);
    house
        .engine()
        .health(
            new Health.Report(
                true,
                List.of(
                    new Health.Part("database", Health.State.WORKS, Instant.now()),
                    new Health.Part(
                        "directory", Health.State.DEGRADED, Instant.now(), "too_many_leave"))));
    mail("bo@example.org", "Skrivaren på plan 2 drar snett", "Hej");
    became("bo@example.org", "refused", "550 5.1.1 <bo@example.org>: user unknown");
    take(
        "Message-ID: <note@example.org>\nFrom: Bo Ek <bo.ek@example.org>\nSubject: Frånvaro\n"
            + "Auto-Submitted: auto-replied\n\nJag är borta.\n");
    left =
        List.of(new LeftMail("helpdesk", "Ritningarna", 40_000_000, "larger than 31457280 bytes"));
  }
}
