package svara.config.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import svara.telephony.asterisk.AsteriskInstance;

/**
 * A second Asterisk as the callers' phones: it dials in over SIP as an organisation's PBX does, and
 * presses keys as such a one presses them.
 */
final class CallingAsterisk implements AutoCloseable {
  private static final String CONTEXT = "test-phone";

  private final AsteriskInstance asterisk;

  /** How a key travels. */
  enum Keys {
    RFC4733,
    INFO;

    private String mode() {
      return this == RFC4733 ? "rfc4733" : "info";
    }
  }

  CallingAsterisk(InetSocketAddress helpdesk) {
    asterisk = AsteriskInstance.start(List.of(), "SYSTEM=callers");
    Path etc = asterisk.folder().resolve("etc");
    for (Keys keys : Keys.values()) {
      append(etc.resolve("pjsip.conf"), endpoint(keys.mode(), helpdesk.getPort()));
    }
    append(etc.resolve("extensions.conf"), dialplan());
    asterisk.cli("module reload res_pjsip.so");
    asterisk.cli("dialplan reload");
    asterisk.cli("module load res_clioriginate.so");
  }

  private static String endpoint(String mode, int port) {
    return """

    [to-helpdesk-%1$s]
    type = endpoint
    context = nowhere
    disallow = all
    allow = ulaw
    direct_media = no
    dtmf_mode = %1$s
    aors = to-helpdesk-%1$s
    [to-helpdesk-%1$s]
    type = aor
    contact = sip:127.0.0.1:%2$d
    """
        .formatted(mode, port);
  }

  /** The extension is from, number, way of the keys, keys; D presses when the call is answered. */
  private static String dialplan() {
    return """

    [%s]
    exten => _0X!,1,Set(CALLERID(num)=${CUT(EXTEN,*,1)})
     same => n,Dial(PJSIP/${CUT(EXTEN,*,2)}@to-helpdesk-${CUT(EXTEN,*,3)},30,D(${CUT(EXTEN,*,4)}))
     same => n,Hangup()
    """
        .formatted(CONTEXT);
  }

  /**
   * Calls, and presses 1 after it was answered.
   *
   * @param halfSeconds from the answer to the key
   */
  void call(String from, String number, Keys keys, int halfSeconds) {
    String pressed = "w".repeat(halfSeconds) + "1";
    asterisk.cli(
        "channel originate Local/%s*%s*%s*%s@%s/n application Wait 120"
            .formatted(from, number, keys.mode(), pressed, CONTEXT));
  }

  /** Calls to the helpdesk that live now. */
  long calls() {
    return asterisk
        .cli("core show channels concise")
        .lines()
        .filter(line -> line.startsWith("PJSIP/to-helpdesk-"))
        .count();
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    asterisk.close();
  }
}
