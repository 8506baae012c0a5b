package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "localhost"})
  void aLoopbackAddressIsTaken(String bind) {
    assertEquals(bind, WebSettings.defaults(bind, 0).bind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "192.0.2.1", "example.se", "", "127.0.0.1.example.se", "*"})
  void anyOtherAddressIsRefusedByName(String bind) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> WebSettings.defaults(bind, 0));
    assertTrue(refused.getMessage().startsWith("http.bind must be a loopback address"));
  }
}
