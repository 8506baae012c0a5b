package svara.engine.port;

import java.util.regex.Pattern;
import svara.engine.id.TechnicianId;

/**
 * Where a technician is rung.
 *
 * @param technician who
 * @param dial the address in Asterisk's form: {@code PJSIP/201} (a registered phone), {@code
 *     PJSIP/8214@trunk} (an extension behind a trunk), {@code PJSIP/+46701740605@trunk} (a mobile)
 * @param confirm whoever answers must press 1 before he is given a caller: a mobile's voicemail
 *     answers too
 */
public record TechnicianPhone(TechnicianId technician, String dial, boolean confirm) {
  private static final Pattern FORM =
      Pattern.compile("PJSIP/[A-Za-z0-9+][A-Za-z0-9+_.-]{0,39}(@[A-Za-z0-9][A-Za-z0-9_.-]{0,39})?");

  /**
   * @throws IllegalArgumentException when the address could mean more than one phone to Asterisk
   */
  public TechnicianPhone {
    if (!FORM.matcher(dial).matches()) {
      throw new IllegalArgumentException(
          "a dial address must be PJSIP/<phone> or PJSIP/<number>@<trunk>");
    }
  }

  /** One that nobody but the technician answers. */
  public TechnicianPhone(TechnicianId technician, String dial) {
    this(technician, dial, false);
  }

  /** Whether the exchange knows the state of the phone: not of a number behind a trunk. */
  public boolean observable() {
    return dial.indexOf('@') < 0;
  }
}
