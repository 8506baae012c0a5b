package svara.telephony.asterisk;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import svara.telephony.CallbackContract;
import svara.telephony.CalleesUnderTest;

/** Promises kept by a real Asterisk, with real phones at both ends. */
@Tag("exchange")
@Execution(ExecutionMode.CONCURRENT)
final class AsteriskCallbackIT extends CallbackContract {
  private static final int SIDE_BY_SIDE = 6;

  private static AsteriskPool exchanges;

  @BeforeAll
  static void startAsterisk() {
    exchanges = new AsteriskPool(SIDE_BY_SIDE);
  }

  @AfterAll
  static void stopAsterisk() {
    exchanges.close();
  }

  @Override
  protected CalleesUnderTest exchange() throws InterruptedException {
    return exchanges.borrow();
  }
}
