package svara.telephony.asterisk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A SIP request or response (RFC 3261): a first line, headers in their order, a body. */
final class SipMessage {
  final String first;
  private final List<String[]> headers = new ArrayList<>();
  String body = "";

  SipMessage(String first) {
    this.first = first;
  }

  static SipMessage parse(byte[] datagram, int length) {
    String text = new String(datagram, 0, length, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    String[] lines = (end < 0 ? text : text.substring(0, end)).split("\r\n", -1);
    SipMessage message = new SipMessage(lines[0]);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        message.with(lines[i].substring(0, colon).strip(), lines[i].substring(colon + 1).strip());
      }
    }
    message.body = end < 0 ? "" : text.substring(end + 4);
    return message;
  }

  SipMessage with(String name, String value) {
    headers.add(new String[] {name, value});
    return this;
  }

  /** Takes over headers of another message, in their order. */
  SipMessage like(SipMessage other, String... names) {
    for (String name : names) {
      other.headers.stream()
          .filter(h -> h[0].equalsIgnoreCase(name))
          .forEach(h -> with(h[0], h[1]));
    }
    return this;
  }

  Optional<String> header(String name) {
    return headers.stream().filter(h -> h[0].equalsIgnoreCase(name)).map(h -> h[1]).findFirst();
  }

  String need(String name) {
    return header(name).orElseThrow(() -> new IllegalStateException(first + ": no " + name));
  }

  boolean request() {
    return !first.startsWith("SIP/2.0");
  }

  /** The method of a request, or the one a response answers. */
  String method() {
    return request() ? first.substring(0, first.indexOf(' ')) : need("CSeq").split(" ", 2)[1];
  }

  int status() {
    return Integer.parseInt(first.split(" ", 3)[1]);
  }

  String branch() {
    String via = need("Via");
    int at = via.indexOf("branch=");
    int end = via.indexOf(';', at);
    return via.substring(at, end < 0 ? via.length() : end);
  }

  /** The address in a header such as {@code <sip:201@127.0.0.1:5060>;tag=1}. */
  static String uri(String header) {
    int from = header.indexOf('<');
    return from < 0 ? header.split(";", 2)[0] : header.substring(from + 1, header.indexOf('>'));
  }

  byte[] bytes() {
    StringBuilder out = new StringBuilder(first).append("\r\n");
    headers.forEach(h -> out.append(h[0]).append(": ").append(h[1]).append("\r\n"));
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    out.append("Content-Length: ").append(content.length).append("\r\n\r\n").append(body);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return first;
  }
}
