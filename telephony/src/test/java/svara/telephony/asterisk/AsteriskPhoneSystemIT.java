package svara.telephony.asterisk;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import svara.telephony.ExchangeUnderTest;
import svara.telephony.PhoneSystemContract;

/** The contract, held by a real Asterisk. */
@Tag("exchange")
final class AsteriskPhoneSystemIT extends PhoneSystemContract {
  private static AsteriskInstance asterisk;

  @BeforeAll
  static void startAsterisk() {
    asterisk = AsteriskInstance.start(List.of(AsteriskUnderTest.queueAtExchange()));
  }

  @AfterAll
  static void stopAsterisk() {
    asterisk.close();
  }

  @Override
  protected ExchangeUnderTest exchange() {
    return new AsteriskUnderTest(asterisk);
  }
}
