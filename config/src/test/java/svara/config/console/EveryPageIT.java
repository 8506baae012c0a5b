package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Visits every page: the accessibility statement says what is found here, and the documents'
 * pictures are made here. {@code -Dsvara.pictures=FOLDER} writes those anew.
 */
@Tag("console")
@Timeout(300)
class EveryPageIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path CONSOLE = ROOT.resolve("web/src/main/resources/svara/web/console/js");
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Path SHOTS = Path.of("target", "console", "pages");
  private static final int PICTURE_BYTES_MAX = 300_000;
  private static final Pattern CHECKED = Pattern.compile("\\['(\\w+)', (\\d+)]");
  private static final Pattern PICTURE = Pattern.compile("]\\((?:docs/)?([a-z-]+\\.png)\\)");

  /** The documents' pictures and the pages they show. */
  private static final Map<String, String> PICTURES =
      Map.of(
          "line",
          "queue.png",
          "tickets",
          "tickets.png",
          "faults",
          "faults.png",
          "figures",
          "figures.png");

  private record Look(String name, int width) {}

  /** Both widths, all looks. */
  private static final List<Look> LOOKS =
      List.of(new Look("light", 1440), new Look("dark", 320), new Look("contrast", 320));

  @TempDir Path folder;

  @Test
  void theStatementSaysWhatIsFoundOnEveryPage() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    try (Browser browser = new Browser()) {
      House house = new House(folder);
      try {
        Page page = browser.page(1440, 900);
        // a colour that is still on its way to another look is none of the page's
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        Map<String, Integer> found = new LinkedHashMap<>();
        page.navigate(house.address().toString());
        found.put("gate", faults(page, "gate"));
        page.evaluate("location.hash = '#/accessibility'");
        assertThat(page.locator("#checked tr").first()).isVisible();
        assertEquals(0, faults(page, "statement"), "it is open to everybody");
        String ticket = filled(house);
        page.navigate("about:blank");
        page.navigate(house.signIn());
        assertThat(page.locator(".nav")).isVisible();
        for (Map.Entry<String, String> one : pages(ticket).entrySet()) {
          visit(page, one.getValue());
          found.put(one.getKey(), faults(page, one.getKey()));
        }

        assertEquals(new TreeSet<>(titles()), rest(found.keySet()), "every page is visited");
        assertEquals(said(read(CONSOLE.resolve("checked.js"))), found, "the statement's numbers");
        theDocumentsSayTheSame(page);
        // planted: a picture without words is found
        page.evaluate("document.querySelector('h1').append(new Image())");
        assertTrue(violations(page).size() > 0);
      } finally {
        house.close();
      }
    }
  }

  /** One of most things. */
  private static String filled(House house) {
    house.morning();
    String ticket = house.full().ticket().toString();
    house.engine().stranger("192.0.2.7");
    return ticket;
  }

  private static Map<String, String> pages(String ticket) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("line", "#/");
    pages.put("tickets", "#/tickets?view=all");
    pages.put("ticket", "#/tickets/" + ticket);
    pages.put("new", "#/tickets/new");
    pages.put("templates", "#/templates");
    pages.put("mail", "#/mail");
    pages.put("promise", "#/promises/new");
    pages.put("faults", "#/faults");
    pages.put("figures", "#/figures");
    pages.put("calls", "#/calls");
    pages.put("behind", "#/behind?figure=opened");
    pages.put("wall", "#/wall");
    pages.put("account", "#/account");
    pages.put("users", "#/users");
    pages.put("audit", "#/audit");
    pages.put("accessibility", "#/accessibility");
    return pages;
  }

  private static void visit(Page page, String hash) {
    page.evaluate("hash => { location.hash = hash }", hash);
    assertThat(page.locator("h1")).hasCount(1);
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
  }

  /** Rules that a page breaks, in every look; a page that is too wide breaks one more. */
  private static int faults(Page page, String name) {
    int faults = 0;
    for (Look look : LOOKS) {
      page.evaluate("look => { document.documentElement.dataset.theme = look }", look.name());
      page.setViewportSize(look.width(), 900);
      List<String> broken = violations(page);
      boolean wide =
          Boolean.TRUE.equals(
              page.evaluate(
                  "document.documentElement.scrollWidth > document.documentElement.clientWidth"));
      if (wide || !broken.isEmpty()) {
        System.out.println(name + " " + look + " wide " + wide + " " + broken);
      }
      faults += broken.size() + (wide ? 1 : 0);
      shoot(page, SHOTS.resolve(name + "-" + look.name() + ".png"));
      if (look.width() == 1440 && PICTURES.containsKey(name)) {
        picture(page, PICTURES.get(name));
      }
    }
    page.setViewportSize(1440, 900);
    page.evaluate("document.documentElement.dataset.theme = 'light'");
    return faults;
  }

  private static List<String> violations(Page page) {
    return new AxeBuilder(page)
            .withTags(
                List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
            .analyze()
            .getViolations()
            .stream()
            .map(rule -> rule.getId())
            .toList();
  }

  private static void shoot(Page page, Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  private static void picture(Page page, String name) {
    String pictures = System.getProperty("svara.pictures", "");
    if (!pictures.isEmpty()) {
      page.setViewportSize(1200, 800);
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(pictures, name)));
      page.setViewportSize(1440, 900);
    }
  }

  @Test
  void thePicturesOfTheDocumentsAreMadeHere() throws IOException {
    Set<String> shown = new TreeSet<>();
    try (Stream<Path> docs = Files.list(DOCS)) {
      docs.filter(file -> file.toString().endsWith(".md"))
          .forEach(file -> shown.addAll(pictures(read(file))));
    }
    shown.addAll(pictures(read(ROOT.resolve("README.md"))));
    assertEquals(new TreeSet<>(PICTURES.values()), shown);
    for (String name : shown) {
      assertTrue(Files.size(DOCS.resolve(name)) < PICTURE_BYTES_MAX, name);
    }
    assertFalse(pictures("![a](docs/other.png)").isEmpty());
  }

  private static Set<String> pictures(String text) {
    return PICTURE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  /** The pages that the console has, by the table of their titles. */
  private static List<String> titles() {
    String main = read(CONSOLE.resolve("main.js"));
    String table = main.substring(main.indexOf("const titles = {"));
    return Pattern.compile("(\\w+): '")
        .matcher(table.substring(0, table.indexOf('}')))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** All but the way in, which has no address of its own. */
  private static Set<String> rest(Set<String> visited) {
    Set<String> rest = new TreeSet<>(visited);
    rest.remove("gate");
    return rest;
  }

  private static Map<String, Integer> said(String checked) {
    Map<String, Integer> said = new LinkedHashMap<>();
    CHECKED
        .matcher(checked)
        .results()
        .forEach(found -> said.put(found.group(1), Integer.parseInt(found.group(2))));
    return said;
  }

  private static void theDocumentsSayTheSame(Page page) {
    for (String doc : List.of("tillganglighet.md", "accessibility.md")) {
      List<String> rows = new ArrayList<>();
      page.locator("#checked tr")
          .all()
          .forEach(row ->
              rows.add(
                  "| %s | %s |"
                      .formatted(
                          row.locator("th").innerText().strip(),
                          row.locator("td").innerText().strip())));
      assertTrue(read(DOCS.resolve(doc)).contains(String.join("\n", rows)), doc + " " + rows);
      page.locator("button.lang").click();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
