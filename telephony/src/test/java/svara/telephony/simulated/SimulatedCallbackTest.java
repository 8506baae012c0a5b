package svara.telephony.simulated;

import svara.telephony.CallbackContract;
import svara.telephony.CalleesUnderTest;

class SimulatedCallbackTest extends CallbackContract {
  @Override
  protected CalleesUnderTest exchange() {
    return new ExchangeInMemory();
  }
}
