package svara.telephony.asterisk;

import org.asteriskjava.manager.AsteriskMapping;
import org.asteriskjava.manager.event.ResponseEvent;
import org.jspecify.annotations.Nullable;

/**
 * One row of AstDB in the answer to DBGetTree, which Asterisk-Java does not know. Public because it
 * is made by reflection.
 */
@AsteriskMapping("DBGetTreeResponse")
public final class DbTreeEntry extends ResponseEvent {
  private static final long serialVersionUID = 1L;

  private @Nullable String key;
  private @Nullable String val;

  public DbTreeEntry(Object source) {
    super(source);
  }

  /** The whole key, {@code /family/key}. */
  public @Nullable String getKey() {
    return key;
  }

  public void setKey(String key) {
    this.key = key;
  }

  public @Nullable String getVal() {
    return val;
  }

  public void setVal(String val) {
    this.val = val;
  }
}
