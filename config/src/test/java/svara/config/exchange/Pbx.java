package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import svara.telephony.asterisk.AsteriskInstance;

/**
 * The organisation's PBX: an Asterisk with an address and a dialplan of its own, beside Svara's.
 * Whoever is called there answers, presses 1 after a while, and then sounds at 620 Hz; 4000 says
 * again what it hears.
 */
final class Pbx implements AutoCloseable {
  static final String ADDRESS = "127.0.0.2";

  /** A mobile nobody answers but its voicemail, which sounds at 850 Hz. */
  static final String VOICEMAIL = "0701740690";

  static final String SECRET = "pbx-secret";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AsteriskInstance asterisk =
      AsteriskInstance.make(
          List.of(), "SYSTEM=pbx", "SIP_BIND=" + ADDRESS, "PHONES=201", "PHONE_SECRET=" + SECRET);

  int port() {
    return asterisk.sip().getPort();
  }

  Path etc() {
    return asterisk.folder().resolve("etc");
  }

  AsteriskInstance asterisk() {
    return asterisk;
  }

  /**
   * Its dialplan, in place of Svara's.
   *
   * @param helpdesk what it dials for the helpdesk
   */
  void dials(String helpdesk) {
    append(
        etc().resolve("extensions.conf"),
        """

        [from-desks]
        exten => _0X!,1,Set(CALLERID(num)=${CUT(EXTEN,*,1)})
         same => n,Dial(%s,60,D(${CUT(EXTEN,*,2)}))
        [organisation]
        exten => 4000,1,Answer(1)
         same => n,Echo()
        exten => %s,1,Answer(1)
         same => n,Log(NOTICE,voicemail of ${EXTEN})
         same => n,Playtones(850)
         same => n,Wait(60)
        exten => _[+0-9]!,1,Answer(1)
         same => n,Log(NOTICE,dialled ${EXTEN} shown ${CALLERID(num)} secure ${CHANNEL(pjsip,secure)}${CHANNEL(rtp,secure)} sound to ${CHANNEL(rtp,dest)})
         same => n,Wait(3)
         same => n,SendDTMF(1)
         same => n,Wait(1)
         same => n,Playtones(620)
         same => n,Wait(6)
         same => n,Hangup()
        """
            .formatted(helpdesk, VOICEMAIL));
  }

  /** What comes from Svara's exchange is dialled as the organisation dials. */
  static void context(Path file, String from, String to) {
    try {
      Files.writeString(
          file, Files.readString(file).replace("context = " + from, "context = " + to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, or starts it again after {@link #kill}. */
  void start() {
    asterisk.start();
    for (String module :
        List.of("res_clioriginate", "app_verbose", "app_senddtmf", "app_playtones", "app_echo")) {
      asterisk.cli("module load " + module + ".so");
    }
  }

  void kill() {
    asterisk.kill();
  }

  /**
   * Somebody at a desk calls the helpdesk.
   *
   * @param keys what he presses when he is answered; {@code w} is half a second
   */
  void calls(String from, String keys) {
    asterisk.cli(
        "channel originate Local/%s*%s@from-desks/n application Wait 120".formatted(from, keys));
  }

  /** Whether somebody talks with that extension of it. */
  boolean talksWith(String extension) {
    return asterisk
        .cli("core show channels concise")
        .lines()
        .anyMatch(line -> line.contains("!organisation!" + extension + "!"));
  }

  void hangUpAll() {
    asterisk.cli("channel request hangup all");
  }

  /** A trunk as {@code make-trunk.sh} writes it; fails when it complains. */
  static void trunk(AsteriskInstance at, String... keys) {
    try {
      List<String> words =
          new ArrayList<>(
              List.of(
                  at.sources().resolve("config/asterisk/make-trunk.sh").toString(),
                  at.folder().resolve("etc").toString()));
      words.addAll(List.of(keys));
      Process made = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, made.waitFor(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line of what is answered to an INVITE from an address. */
  static String invited(InetSocketAddress exchange, String from) {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(from), 0))) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String invite =
          """
          INVITE sip:100@127.0.0.1:%1$d SIP/2.0
          Via: SIP/2.0/UDP %2$s:%3$d;branch=z9hG4bK-stranger
          From: <sip:0846500431@%2$s>;tag=1
          To: <sip:100@127.0.0.1>
          Call-ID: stranger@%2$s
          CSeq: 1 INVITE
          Contact: <sip:stranger@%2$s:%3$d>
          Max-Forwards: 70
          Content-Length: 0

          """
              .formatted(exchange.getPort(), from, socket.getLocalPort())
              .replace("\n", "\r\n");
      byte[] bytes = invite.getBytes(StandardCharsets.US_ASCII);
      socket.send(new DatagramPacket(bytes, bytes.length, exchange));
      DatagramPacket answer = new DatagramPacket(new byte[4_000], 4_000);
      socket.receive(answer);
      String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
      return text.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    asterisk.close();
  }
}
