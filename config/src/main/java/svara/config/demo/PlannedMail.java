package svara.config.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;

/**
 * Somebody who will write.
 *
 * @param after the start of the day, in real time
 * @param name of the sender
 * @param address of the sender
 */
record PlannedMail(Duration after, String name, String address, String subject, String text) {

  /** The mail as it goes over the wire (RFC 5322), sent at that time. */
  String message(Instant at) {
    return String.join(
        "\r\n",
        "Message-ID: <" + UUID.randomUUID() + "@example.se>",
        "Date: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atZone(ZoneId.of("Europe/Stockholm"))),
        "From: " + encoded(name) + " <" + address + ">",
        "To: " + DemoMailServer.ADDRESS,
        "Subject: " + encoded(subject),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
        "");
  }

  /** RFC 2047. */
  private static String encoded(String words) {
    return "=?utf-8?B?"
        + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }
}
