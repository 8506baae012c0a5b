package svara.engine.port;

import java.util.Arrays;
import java.util.Optional;

/** What a technician orders by dialling a code on his own phone. */
public enum FeatureCode {
  SIGN_ON("*11"),
  SIGN_OFF("*12"),
  PAUSE("*13"),
  RETURN("*14"),
  WRAP_UP_OVER("*15"),
  /** The outage message on, or off where it is on; on with a recording where there is one. */
  OUTAGE_MESSAGE("*20");

  private final String dialled;

  FeatureCode(String dialled) {
    this.dialled = dialled;
  }

  public String dialled() {
    return dialled;
  }

  public static Optional<FeatureCode> of(String dialled) {
    return Arrays.stream(values()).filter(code -> code.dialled.equals(dialled)).findFirst();
  }
}
