package svara.telephony.asterisk;

import org.asteriskjava.manager.response.ManagerResponse;
import org.jspecify.annotations.Nullable;

/** What the exchange answered to one action. */
record AmiReply(ManagerResponse response) {

  /** Whether it was taken; not yet whether it came to anything. */
  boolean taken() {
    return !"Error".equalsIgnoreCase(response.getResponse());
  }

  /** The channel that was named is not there (any more). */
  boolean noSuchChannel() {
    String words = words();
    return !taken() && (words.contains("No such channel") || words.contains("does not exist"));
  }

  String words() {
    @Nullable String message = response.getMessage();
    return message == null ? "" : message;
  }

  /** A header of the answer, empty when it has none. */
  String header(String name) {
    @Nullable String value = response.getAttribute(name);
    return value == null ? "" : value;
  }
}
