package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogPrivacyTest {
  private static final List<String> SECRETS = List.of("701740605", "eva lund");

  @Test
  void whatTellsSomebodyIsFoundHoweverItIsWritten() {
    List<String> planted =
        List.of(
            "INFO news what=\"call.offered\" number=\"+46701740605\"",
            "INFO a call of 070-174 06 05",
            "WARN no answer to Eva Lund",
            "{\"kvpList\":[{\"who\":\"EVA LUND\"}]}");
    String quiet = "INFO news what=\"call.offered\" call=\"svara-1763934000.605\"\n";
    assertEquals(
        planted, LogPrivacy.told(quiet + String.join("\n", planted) + "\n" + quiet, SECRETS));
    assertEquals(List.of(), LogPrivacy.told(quiet, SECRETS));
  }
}
