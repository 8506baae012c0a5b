package svara.telephony.asterisk;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import svara.telephony.CallbackContract;
import svara.telephony.CalleesUnderTest;

/** Promises kept by a real Asterisk, with real phones at both ends. */
@Tag("exchange")
final class AsteriskCallbackIT extends CallbackContract {
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
  protected CalleesUnderTest exchange() {
    return new AsteriskUnderTest(asterisk);
  }
}
