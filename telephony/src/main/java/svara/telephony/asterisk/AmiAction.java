package svara.telephony.asterisk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.asteriskjava.manager.action.AbstractManagerAction;

/**
 * Any action of the manager interface. The one place where text becomes protocol: CR or LF in a
 * value would start a second action of the stranger's choice (measured: an injected Originate
 * arrived), so a value that holds one, or NUL, is refused here.
 *
 * <p>Public because Asterisk-Java reads it by reflection: {@link #getAttributes} become headers.
 */
public final class AmiAction extends AbstractManagerAction {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final LinkedHashMap<String, Object> headers = new LinkedHashMap<>();

  private AmiAction(String name) {
    this.name = safe(name);
  }

  static AmiAction of(String name) {
    return new AmiAction(name);
  }

  /**
   * @throws IllegalArgumentException when header or value could end the line
   */
  AmiAction with(String header, String value) {
    headers.put(safe(header), safe(value));
    return this;
  }

  AmiAction with(String header, long value) {
    return with(header, Long.toString(value));
  }

  @Override
  public String getAction() {
    return name;
  }

  public Map<String, Object> getAttributes() {
    return headers;
  }

  private static String safe(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0') {
        throw new IllegalArgumentException(
            "a manager action must not hold CR, LF or NUL (at " + i + ")");
      }
    }
    return text;
  }
}
