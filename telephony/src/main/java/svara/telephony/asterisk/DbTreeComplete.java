package svara.telephony.asterisk;

import org.asteriskjava.manager.AsteriskMapping;
import org.asteriskjava.manager.event.ResponseEvent;

/** The end of the answer to DBGetTree. Public because it is made by reflection. */
@AsteriskMapping("DBGetTreeComplete")
public final class DbTreeComplete extends ResponseEvent {
  private static final long serialVersionUID = 1L;

  public DbTreeComplete(Object source) {
    super(source);
  }
}
