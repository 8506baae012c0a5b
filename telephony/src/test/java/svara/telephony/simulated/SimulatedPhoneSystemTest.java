package svara.telephony.simulated;

import svara.telephony.ExchangeUnderTest;
import svara.telephony.PhoneSystemContract;

class SimulatedPhoneSystemTest extends PhoneSystemContract {
  @Override
  protected ExchangeUnderTest exchange() {
    return new ExchangeInMemory();
  }
}
