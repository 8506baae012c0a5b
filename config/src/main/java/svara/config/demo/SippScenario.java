package svara.config.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a phone does, as SIPp reads it: a template of the resources with its places filled in. */
final class SippScenario {
  private SippScenario() {}

  /** Fills in every {@code @NAME@}; a value is text inside XML and SIP and is made harmless. */
  static String of(String template, Map<String, String> values) {
    String text = text(template);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  /**
   * A display name as a SIP header may carry it: no quote, backslash, control character or bracket
   * that would end it or mean something to SIPp.
   */
  static String quoted(String name) {
    return "\"" + name.replaceAll("[\\p{Cntrl}\"\\\\\\[\\]<>&]", "") + "\"";
  }

  private static String text(String template) {
    try (InputStream in = SippScenario.class.getResourceAsStream(template)) {
      if (in == null) {
        throw new IllegalStateException("no such scenario: " + template);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
