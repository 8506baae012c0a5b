package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "localhost"})
  void aLoopbackAddressIsTaken(String bind) {
    assertEquals(bind, WebSettings.defaults(bind, 0).door().bind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "192.0.2.1", "example.se", "", "127.0.0.1.example.se", "*"})
  void anyOtherAddressIsRefusedByName(String bind) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> WebSettings.defaults(bind, 0));
    assertTrue(refused.getMessage().startsWith("http.bind must be a loopback address"));
  }

  @Test
  void whatIsReachedFromTheNetworkIsEncryptedByUsOrByAProxyWeKnow() {
    URI url = URI.create("https://svara.example.se");
    Path file = Path.of("x.pem");
    assertEquals("svara.example.se", door("0.0.0.0", url, file, file, Set.of()).host());
    assertEquals("svara.example.se", door("::", url, null, null, Set.of("192.0.2.1")).host());
    for (Runnable wrong :
        List.<Runnable>of(
            () -> door("0.0.0.0", url, null, null, Set.of()),
            () -> door("0.0.0.0", null, file, file, Set.of()),
            () -> door("127.0.0.1", null, file, null, Set.of()),
            () -> door("127.0.0.1", URI.create("http://svara.example.se"), null, null, Set.of()))) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
  }

  private static WebDoor door(
      String bind, URI url, Path certificate, Path key, Set<String> proxies) {
    return new WebDoor(bind, 0, url, certificate, key, proxies);
  }
}
