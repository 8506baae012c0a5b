package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.people.NumberPlan;
import svara.engine.people.PeopleList;
import svara.engine.people.PeopleList.Problem;

class PeopleFileTest {
  private static final String HEADER = "email,name,department,numbers,language,coordinator,left\n";

  @TempDir Path folder;

  @Test
  void readsQuotesAndLineBreaksAndSaysTheLineOfTheFile() throws IOException {
    PeopleList list =
        read(
            "\ufeff"
                + HEADER
                + "a@example.se,\"Andersson, \"\"Anna\"\"\",\"Skola\nnorr\",412;413,sv,ja,\n"
                + "wrong,Bo,,,,,\n");
    assertEquals("Andersson, \"Anna\"", list.people().getFirst().name());
    assertEquals(List.of("412", "413"), list.people().getFirst().numbers());
    assertEquals(List.of(new Problem(4, "email is not an address: \"wrong\"")), list.problems());
  }

  @Test
  void readsWhatASwedishSpreadsheetWrites() throws IOException {
    PeopleList list = read(HEADER.replace(',', ';') + "a@example.se;Åsa;;412|413;;;\n");
    assertEquals("Åsa", list.people().getFirst().name());
    assertEquals(List.of("412", "413"), list.people().getFirst().numbers());
  }

  @Test
  void saysWhatIsWrongWithTheFileAsAWhole() throws IOException {
    assertProblem("", 1, "nobody is in the file");
    assertProblem(HEADER, 1, "nobody is in the file");
    assertProblem("name,email\n", 1, "the header must be email,name,department,");
    assertProblem(HEADER + "a@example.se,Anna\n", 2, "has 2 fields where the header has 7");
    assertProblem(HEADER + "a@example.se,\"Anna", 2, "");
    Files.write(
        folder.resolve("latin.csv"), "email,name\nÅsa".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "the file is not UTF-8: save it as \"CSV UTF-8\"",
        PeopleFile.read(folder.resolve("latin.csv"), plan()).problems().getFirst().reason());
  }

  private void assertProblem(String text, long line, String reason) throws IOException {
    PeopleList list = read(text);
    assertTrue(list.people().isEmpty());
    Problem first = list.problems().getFirst();
    assertEquals(line, first.line());
    assertTrue(first.reason().startsWith(reason), first.reason());
  }

  private PeopleList read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("people.csv"), text);
    return PeopleFile.read(file, plan());
  }

  private static NumberPlan plan() {
    return new NumberPlan(Map.of(), List.of());
  }
}
