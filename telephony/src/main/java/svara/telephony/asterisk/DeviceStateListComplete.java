package svara.telephony.asterisk;

import org.asteriskjava.manager.AsteriskMapping;
import org.asteriskjava.manager.event.ResponseEvent;

/** The end of the answer to DeviceStateList. Public because it is made by reflection. */
@AsteriskMapping("DeviceStateListComplete")
public final class DeviceStateListComplete extends ResponseEvent {
  private static final long serialVersionUID = 1L;

  public DeviceStateListComplete(Object source) {
    super(source);
  }
}
