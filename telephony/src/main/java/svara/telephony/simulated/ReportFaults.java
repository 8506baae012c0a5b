package svara.telephony.simulated;

import java.time.Duration;

/**
 * What goes wrong with the exchange's reports on their way to one engine; each report is hit with
 * these probabilities, 0 to 1.
 *
 * @param doubled it comes once more, late
 * @param late it comes late, and so after others that happened later
 * @param lost it never comes
 * @param lateMax how late at most
 */
public record ReportFaults(double doubled, double late, double lost, Duration lateMax) {
  public static final ReportFaults NONE = new ReportFaults(0, 0, 0, Duration.ofMillis(1));
}
