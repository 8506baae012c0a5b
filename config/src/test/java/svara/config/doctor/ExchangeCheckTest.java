package svara.config.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.config.settings.Secret;
import svara.config.settings.TelephonySettings.AmiSettings;

/** Red, and after what the printed remedy says, green. */
@Timeout(30)
class ExchangeCheckTest {
  private static AmiSettings ami(int port, String secret) {
    Duration second = Duration.ofSeconds(1);
    return new AmiSettings(
        "127.0.0.1", port, "svara", new Secret(secret), second, second, second, second);
  }

  private static Finding look(AmiSettings ami) {
    return ExchangeCheck.look(ami).finding();
  }

  private static void wrong(Finding finding, String remedy) {
    assertEquals(Finding.State.WRONG, finding.state(), finding.toString());
    assertTrue(finding.remedy().contains(remedy), finding.toString());
    assertFalse(finding.toString().contains("s3cret"));
  }

  private static void well(Finding finding) {
    assertEquals(Finding.State.WELL, finding.state(), finding.toString());
  }

  @Test
  void anExchangeThatDoesNotRunIsStarted() {
    int port;
    try (ManagerInterface gone = new ManagerInterface()) {
      port = gone.port();
    }
    wrong(look(ami(port, "s3cret")), "start the exchange");

    try (ManagerInterface started = new ManagerInterface(port)) {
      well(look(ami(started.port(), "s3cret")));
    }
  }

  @Test
  void aWrongSecretIsSetRight() {
    try (ManagerInterface exchange = new ManagerInterface()) {
      wrong(look(ami(exchange.port(), "other")), "telephony.ami.secret");
      well(look(ami(exchange.port(), "s3cret")));
    }
  }

  @Test
  void aPortOfSomethingElseIsSetRight() {
    try (ManagerInterface other = new ManagerInterface();
        ManagerInterface exchange = new ManagerInterface()) {
      other.banner = "220 mail.example.se ESMTP";
      wrong(look(ami(other.port(), "s3cret")), "telephony.ami.port");
      well(look(ami(exchange.port(), "s3cret")));
    }
  }

  @Test
  void anOldExchangeIsUpgraded() {
    try (ManagerInterface exchange = new ManagerInterface()) {
      exchange.version = "20.11.0";
      wrong(look(ami(exchange.port(), "s3cret")), "upgrade the exchange");
      exchange.version = "certified/22.8-cert1";
      well(look(ami(exchange.port(), "s3cret")));
    }
  }

  @Test
  void anExchangeWithoutTheDialplanGetsIt() {
    try (ManagerInterface exchange = new ManagerInterface()) {
      exchange.dialplan = false;
      wrong(look(ami(exchange.port(), "s3cret")), "#include svara/extensions-svara.conf");
      exchange.dialplan = true;
      well(look(ami(exchange.port(), "s3cret")));
    }
  }

  @Test
  void oneThatAnswersNothingIsNotWaitedForLong() {
    try (ManagerInterface exchange = new ManagerInterface()) {
      exchange.banner = "Asterisk Call Manager/11.0.0\r\n".repeat(600);
      wrong(look(ami(exchange.port(), "s3cret")), "start the exchange");
    }
  }
}
