package svara.config.doctor;

import java.io.IOException;
import java.util.Optional;
import svara.config.settings.TelephonySettings.AmiSettings;

/** The exchange: it can be reached, lets us in, is new enough and has our dialplan. */
final class ExchangeCheck {
  static final String NAME = "exchange";
  private static final int NEEDED = 22;

  private ExchangeCheck() {}

  /**
   * What was found, and the look itself for the clock's check.
   *
   * @param look nothing when nobody got in
   */
  record Looked(Finding finding, Optional<ExchangeLook> look) {}

  static Looked look(AmiSettings ami) {
    String where = ami.host() + ":" + ami.port();
    try {
      ExchangeLook look = ExchangeLook.at(ami);
      return new Looked(judge(where, look), Optional.of(look));
    } catch (ExchangeLook.RefusedException e) {
      return new Looked(
          Finding.wrong(
              NAME,
              "the exchange at %s refuses user %s: %s".formatted(where, ami.user(), e.getMessage()),
              "set telephony.ami.user and telephony.ami.secret to what stands in"
                  + " svara/manager-svara.conf, which the exchange's manager.conf includes, and"
                  + " leave that user the rights given there"),
          Optional.empty());
    } catch (IOException e) {
      return new Looked(
          Finding.wrong(
              NAME,
              "no exchange at %s: %s".formatted(where, e.getMessage()),
              "start the exchange, or set telephony.ami.host and telephony.ami.port to its manager"
                  + " interface"),
          Optional.empty());
    }
  }

  private static Finding judge(String where, ExchangeLook look) {
    if (major(look.version()) < NEEDED) {
      return Finding.wrong(
          NAME,
          "Asterisk %s at %s is too old".formatted(look.version(), where),
          "upgrade the exchange to Asterisk " + NEEDED + ", 22.10.1 or later");
    }
    if (!look.dialplan()) {
      return Finding.wrong(
          NAME,
          "Asterisk %s at %s has no context svara-queue".formatted(look.version(), where),
          "add #include svara/extensions-svara.conf to its extensions.conf, as config/asterisk/README.md"
              + " says, and reload its dialplan");
    }
    return Finding.well(NAME, "Asterisk %s at %s".formatted(look.version(), where));
  }

  /** Of 22.10.1 or certified/22.1-cert1; a development version counts as new. */
  private static int major(String version) {
    String digits = version.replaceFirst("^\\D*", "").replaceFirst("\\D.*$", "");
    return digits.isEmpty() || digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
