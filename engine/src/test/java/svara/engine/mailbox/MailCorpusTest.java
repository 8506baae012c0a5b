package svara.engine.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every mail of the collection is understood, and goes, as the file beside it says. */
@Timeout(60)
class MailCorpusTest {
  private static final int MAILS_MIN = 300;
  private static final int CLIENTS_MIN = 60;

  private final MailChecker checker = new MailChecker();

  static List<MailCase> cases() throws IOException {
    try {
      return MailCase.of(
          Path.of(Objects.requireNonNull(MailCorpusTest.class.getResource("/mails")).toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyMailIsUnderstoodAndGoesAsItsFileSays() throws IOException {
    List<MailCase> cases = cases();
    List<String> differences = new ArrayList<>(MailChecker.faults(cases));
    cases.forEach(one -> differences.addAll(checker.differences(one)));

    assertEquals("", String.join("\n", differences));
    assertTrue(cases.size() >= MAILS_MIN, cases.size() + " mails");
  }

  @Test
  void manyAreShapedAsRealProgramsSendThem() throws IOException {
    Set<String> clients =
        Set.of("outlook", "exchange", "gmail", "apple", "thunderbird", "phone", "copier");
    List<String> shaped =
        cases().stream()
            .filter(one -> one.expected().containsKey("client"))
            .map(one -> one.text("client"))
            .toList();

    assertTrue(shaped.size() >= CLIENTS_MIN, shaped.size() + " mails");
    assertEquals(
        new TreeSet<>(clients), shaped.stream().collect(Collectors.toCollection(TreeSet::new)));
  }

  /** A check that can not fail proves nothing: every expectation that is wrong must be seen. */
  @Test
  void everyWrongExpectationIsSeen() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (MailCase one : cases()) {
      for (String key : one.expected().keySet()) {
        if (seen.contains(key)
            || Set.of("clause", "defect", "client", "candidates").contains(key)) {
          continue;
        }
        Object wrong = key.equals("never") ? List.of("<") : "nothing like it";
        assertFalse(checker.differences(one.with(key, wrong)).isEmpty(), one.name() + " " + key);
        seen.add(key);
      }
    }
    assertTrue(seen.size() >= 20, "expectations tried: " + seen);
    MailCase any = cases().getFirst();
    assertFalse(checker.differences(any.with("misspelt", "x")).isEmpty(), "unknown expectation");
  }

  @Test
  void aPairThatIsNamedTwiceOrNotAtAllIsSeen() throws IOException {
    MailCase one = cases().getFirst();
    MailCase copy = new MailCase("copy", new byte[] {1}, one.expected());
    MailCase bare = new MailCase("bare", new byte[] {2}, Map.of());
    MailCase same =
        new MailCase("same", one.raw(), Map.of("clause", "a", "defect", "b", "text", ""));

    assertEquals(List.of(), MailChecker.faults(List.of(one)));
    assertEquals(
        List.of(
            "copy and " + one.name() + " name the same clause and defect",
            "bare names no clause or no defect",
            "bare expects nothing",
            "same is the same mail as another"),
        MailChecker.faults(List.of(one, copy, bare, same)));
  }
}
