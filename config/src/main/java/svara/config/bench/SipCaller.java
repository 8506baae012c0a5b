package svara.config.bench;

import java.util.List;

/** The words of a caller's phone on the loopback (RFC 3261), G.711 offered and no sound sent. */
final class SipCaller {
  // numbers set aside for fiction: 070-174 06 05 to 99
  private static final int FIRST_CALLER = 701_740_605;
  private static final int CALLERS = 95;

  private final int port;
  private final int exchangePort;
  private final String run = Long.toHexString(System.nanoTime());

  SipCaller(int port, int exchangePort) {
    this.port = port;
    this.exchangePort = exchangePort;
  }

  /** Also part of a branch, which has no @. */
  String callId(int serial) {
    return "bench-%s-%d".formatted(run, serial);
  }

  String invite(String callId, String number, int serial) {
    String sdp =
        """
        v=0
        o=c 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %d RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        """
            .formatted(port + 2)
            .replace("\n", "\r\n");
    String from = "0" + (FIRST_CALLER + serial % CALLERS);
    return message(
        """
        INVITE sip:%s@127.0.0.1:%d SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKi%s
        From: <sip:%s@127.0.0.1:%d>;tag=%d
        To: <sip:%s@127.0.0.1:%d>
        Call-ID: %s
        CSeq: 1 INVITE
        Contact: <sip:%s@127.0.0.1:%d>
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: %d
        """
            .formatted(
                number,
                exchangePort,
                port,
                callId,
                from,
                port,
                serial,
                number,
                exchangePort,
                callId,
                from,
                port,
                sdp.length()),
        sdp);
  }

  /** For a refusal it is part of the INVITE's transaction, for a 200 one of its own (13.2.2.4). */
  String ack(SipMessage answer, String number) {
    return inDialog("ACK", 1, answer, number, answer.status() < 300 ? "a" : "i");
  }

  String bye(SipMessage answer, String number) {
    return inDialog("BYE", 2, answer, number, "b");
  }

  /** The good answer to a request. */
  String ok(SipMessage request) {
    StringBuilder text = new StringBuilder("SIP/2.0 200 OK\n");
    for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
      request.all(name).forEach(line -> text.append(line).append('\n'));
    }
    return message(text.append("Content-Length: 0\n").toString(), "");
  }

  private String inDialog(
      String method, int sequence, SipMessage answer, String number, String branch) {
    String callId = answer.header("Call-ID").orElse("");
    String to =
        answer.address("Contact").orElse("sip:%s@127.0.0.1:%d".formatted(number, exchangePort));
    return message(
        """
        %s %s SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s%s
        From: %s
        To: %s
        Call-ID: %s
        CSeq: %d %s
        Max-Forwards: 70
        Content-Length: 0
        """
            .formatted(
                method,
                to,
                port,
                branch,
                callId,
                answer.header("From").orElse(""),
                answer.header("To").orElse(""),
                callId,
                sequence,
                method),
        "");
  }

  private static String message(String head, String body) {
    return head.replace("\n", "\r\n") + "\r\n" + body;
  }
}
