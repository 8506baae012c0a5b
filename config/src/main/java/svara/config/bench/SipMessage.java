package svara.config.bench;

import java.util.List;
import java.util.Optional;

/** As much of a SIP message (RFC 3261) as a caller's phone needs: first line and headers. */
record SipMessage(String firstLine, List<String> headers) {

  static SipMessage parse(String text) {
    int body = text.indexOf("\r\n\r\n");
    List<String> lines = (body < 0 ? text : text.substring(0, body)).lines().toList();
    return new SipMessage(lines.isEmpty() ? "" : lines.getFirst(), lines.stream().skip(1).toList());
  }

  /** The status of an answer; 0 for a request. */
  int status() {
    return firstLine.startsWith("SIP/2.0 ") && firstLine.length() >= 11
        ? Integer.parseInt(firstLine.substring(8, 11))
        : 0;
  }

  /** The method of a request, or the one that an answer is for. */
  String method() {
    String cseq = header("CSeq").orElse("");
    return cseq.substring(cseq.lastIndexOf(' ') + 1);
  }

  Optional<String> header(String name) {
    return all(name).stream().findFirst().map(line -> line.substring(name.length() + 1).strip());
  }

  /** Whole lines, as an answer repeats them. */
  List<String> all(String name) {
    String start = name + ":";
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
        .toList();
  }

  /** The address inside a header such as {@code Contact: <sip:a@b>;q=1}. */
  Optional<String> address(String name) {
    return header(name)
        .filter(value -> value.indexOf('<') >= 0 && value.indexOf('>') > value.indexOf('<'))
        .map(value -> value.substring(value.indexOf('<') + 1, value.indexOf('>')));
  }
}
