package svara.config.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;

/** What every state of every page is held to, and its pictures. */
final class PageLook {
  private static final Path SHOTS = Path.of("target", "console");

  private PageLook() {}

  /** Pictures in both languages and on a small phone; no rule is broken, nothing is wider. */
  static void look(Page page, Browser browser, String name) {
    for (String language : List.of("English", "Svenska")) {
      Locator other =
          page.locator("button.lang").filter(new Locator.FilterOptions().setHasText(language));
      other.click();
      assertThat(other).hasCount(0);
      assertEquals(List.of(), violations(page), name + " " + language);
      shoot(page, name + "-" + language);
    }
    page.setViewportSize(320, 800);
    assertEquals(
        false,
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"),
        name + " is wider than 320 pixels");
    assertEquals(List.of(), violations(page), name + " 320 pixels");
    shoot(page, name + "-320");
    page.setViewportSize(1440, 900);
    assertEquals(List.of(), browser.complaints());
  }

  static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(true));
  }

  static List<String> violations(Page page) {
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
