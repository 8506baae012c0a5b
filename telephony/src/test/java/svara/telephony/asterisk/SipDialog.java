package svara.telephony.asterisk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** One call of a {@link SipPhone}, made or received. */
public final class SipDialog {
  private final SipPhone phone;
  private final String id;
  private final boolean outgoing;
  private final RtpMedia media;
  private String local;
  private String remote;
  private String target;
  private SipMessage invite;
  private SipMessage lastAnswer;
  private int cseq = 1;
  private State state = State.STARTED;
  private int finalStatus;
  private boolean cancelled;
  private Instant answeredAt;

  /** How far it has come. */
  public enum State {
    STARTED,
    RINGING,
    ANSWERED,
    OVER
  }

  private SipDialog(SipPhone phone, String id, boolean outgoing) {
    this.phone = phone;
    this.id = id;
    this.outgoing = outgoing;
    try {
      media = new RtpMedia(SipPhone.clock());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SipDialog outgoing(SipPhone phone, String number, String from, String name) {
    SipDialog call = new SipDialog(phone, UUID.randomUUID() + "@phone", true);
    call.target = "sip:" + number + "@127.0.0.1:" + phone.exchange().getPort();
    String shown =
        from.isEmpty()
            ? "\"Anonymous\" <sip:anonymous@anonymous.invalid>"
            : (name.isEmpty() ? "" : quote(name) + " ")
                + "<sip:"
                + from
                + "@"
                + phone.address()
                + ">";
    call.local = shown + ";tag=" + UUID.randomUUID();
    call.remote = "<" + call.target + ">";
    return call;
  }

  private static String quote(String name) {
    return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static SipDialog incoming(SipPhone phone, SipMessage invite) {
    SipDialog call = new SipDialog(phone, invite.need("Call-ID"), false);
    call.invite = invite;
    call.local = invite.need("To") + ";tag=" + UUID.randomUUID();
    call.remote = invite.need("From");
    call.target = SipMessage.uri(invite.need("Contact"));
    call.media.toward(invite.body);
    return call;
  }

  String id() {
    return id;
  }

  public RtpMedia media() {
    return media;
  }

  public synchronized State state() {
    return state;
  }

  /** The final answer to the INVITE, 0 until there is one. */
  public synchronized int finalStatus() {
    return finalStatus;
  }

  public synchronized Instant answeredAt() {
    return answeredAt;
  }

  /** A header of the INVITE that this phone received. */
  public synchronized String received(String header) {
    return invite.header(header).orElse("");
  }

  /** The number in the INVITE. */
  public synchronized String dialled() {
    return invite.first.replaceAll("^INVITE sips?:([^@;>]*).*", "$1");
  }

  synchronized void invite() {
    invite =
        request("INVITE")
            .with("Contact", phone.contact())
            .with("Allow", "INVITE,ACK,BYE,CANCEL,INFO,OPTIONS")
            .with("Content-Type", "application/sdp");
    invite.body = media.sdp();
    phone.send(invite);
  }

  private void inviteAgain(SipMessage challenge) {
    String sound = invite.body;
    invite = request("INVITE").with("Contact", phone.contact());
    invite.with("Authorization", phone.digest(challenge, invite));
    invite.with("Content-Type", "application/sdp").body = sound;
    phone.send(invite);
  }

  private SipMessage request(String method) {
    int number = method.equals("ACK") || method.equals("CANCEL") ? cseq : cseq++;
    return new SipMessage(method + " " + target + " SIP/2.0")
        .with("Via", phone.via())
        .with("From", local)
        .with("To", remote)
        .with("Call-ID", id)
        .with("CSeq", number + " " + method)
        .with("Max-Forwards", "70");
  }

  synchronized void take(SipMessage message) {
    if (message.request()) {
      asked(message);
    } else if (message.method().equals("INVITE")) {
      told(message);
    }
  }

  private void told(SipMessage response) {
    int status = response.status();
    if (status < 200) {
      if (status >= 180 && state == State.STARTED) {
        state = State.RINGING;
      }
      if (!response.body.isEmpty()) {
        media.toward(response.body);
      }
      return;
    }
    if (status == 401 && invite.header("Authorization").isEmpty()) {
      acknowledge(invite.need("CSeq"), invite.need("Via"));
      inviteAgain(response);
      return;
    }
    boolean first = finalStatus == 0;
    finalStatus = status;
    if (status < 300) {
      remote = response.need("To");
      target = SipMessage.uri(response.need("Contact"));
      media.toward(response.body);
      acknowledge(invite.need("CSeq"), phone.via());
      if (first && cancelled) {
        state = State.ANSWERED;
        hangUp();
      } else if (first) {
        state = State.ANSWERED;
        answeredAt = Instant.now();
      }
    } else {
      remote = response.need("To");
      acknowledge(invite.need("CSeq"), invite.need("Via"));
      state = State.OVER;
      media.close();
    }
  }

  private void acknowledge(String inviteCseq, String via) {
    phone.send(
        new SipMessage("ACK " + target + " SIP/2.0")
            .with("Via", via)
            .with("From", local)
            .with("To", remote)
            .with("Call-ID", id)
            .with("CSeq", inviteCseq.split(" ", 2)[0] + " ACK")
            .with("Max-Forwards", "70"));
  }

  private void asked(SipMessage request) {
    switch (request.method()) {
      case "ACK" -> {}
      case "INVITE" -> invitedAgain(request);
      case "CANCEL" -> {
        answer(request, "200 OK", false);
        if (finalStatus == 0) {
          refuse(487, "Request Terminated");
        }
      }
      case "BYE" -> {
        answer(request, "200 OK", false);
        state = State.OVER;
        media.close();
      }
      case "NOTIFY" -> notified(request);
      default -> answer(request, "200 OK", false);
    }
  }

  /** A transfer has succeeded: it is for him who asked for it to hang up (RFC 5589, 6.1). */
  private void notified(SipMessage notify) {
    answer(notify, "200 OK", false);
    if (notify.body.startsWith("SIP/2.0 200")) {
      hangUp();
    }
  }

  private void invitedAgain(SipMessage request) {
    if (!outgoing && request.branch().equals(invite.branch())) {
      if (lastAnswer != null) {
        phone.send(lastAnswer); // sent again because our answer was late
      }
    } else {
      media.toward(request.body);
      answer(request, "200 OK", true);
    }
  }

  private SipMessage answer(SipMessage request, String status, boolean withSound) {
    SipMessage response = new SipMessage("SIP/2.0 " + status).like(request, "Via", "Record-Route");
    boolean initial = request == invite;
    response.with("From", request.need("From"));
    response.with("To", initial ? local : request.need("To"));
    response.like(request, "Call-ID", "CSeq").with("Contact", phone.contact());
    if (withSound) {
      response.with("Content-Type", "application/sdp").body = media.sdp();
    }
    phone.send(response);
    return response;
  }

  /** The phone rings: 180. */
  public synchronized void ring() {
    if (state == State.STARTED) {
      state = State.RINGING;
      lastAnswer = answer(invite, "180 Ringing", false);
    }
  }

  /** Answers; nothing when the caller has given up meanwhile. */
  public synchronized void answer() {
    if (finalStatus == 0 && !outgoing && state != State.OVER) {
      finalStatus = 200;
      lastAnswer = answer(invite, "200 OK", true);
      state = State.ANSWERED;
      answeredAt = Instant.now();
    }
  }

  /** Refuses with a final status. */
  public synchronized void refuse(int status, String reason) {
    if (finalStatus == 0) {
      finalStatus = status;
      lastAnswer = answer(invite, status + " " + reason, false);
      state = State.OVER;
      media.close();
    }
  }

  /** Hangs up: CANCEL before, BYE after the answer. */
  public synchronized void hangUp() {
    if (state == State.OVER) {
      return;
    }
    if (state == State.ANSWERED) {
      phone.send(request("BYE"));
      state = State.OVER;
      media.close();
    } else if (outgoing) {
      cancelled = true;
      phone.send(
          new SipMessage(
                  "CANCEL "
                      + SipMessage.uri("<" + invite.first.split(" ", 3)[1] + ">")
                      + " SIP/2.0")
              .like(invite, "Via", "From", "To", "Call-ID", "Max-Forwards")
              .with("CSeq", invite.need("CSeq").split(" ", 2)[0] + " CANCEL"));
    } else {
      refuse(603, "Decline");
    }
  }

  /** Presses a key as RFC 4733 sends it. */
  public void press(char key) {
    media.press(key);
  }

  /** Presses a key as SIP INFO sends it. */
  public synchronized void pressByInfo(char key) {
    SipMessage info = request("INFO").with("Content-Type", "application/dtmf-relay");
    info.body = "Signal=" + key + "\r\nDuration=160\r\n";
    phone.send(info);
  }

  /** Sends the other on to a number (REFER). */
  public synchronized void transfer(String number) {
    refer("<sip:" + number + "@" + phone.exchange().getHostString() + ">");
  }

  /** Sends the other on to him with whom this phone talks in another call (REFER, Replaces). */
  public synchronized void transfer(SipDialog consulted) {
    String replaces =
        "%s;to-tag=%s;from-tag=%s"
            .formatted(consulted.id(), tag(consulted.remote), tag(consulted.local));
    refer(
        "<sip:asterisk@%s?Replaces=%s>"
            .formatted(
                phone.exchange().getHostString(),
                URLEncoder.encode(replaces, StandardCharsets.US_ASCII)));
  }

  private void refer(String to) {
    phone.send(
        request("REFER")
            .with("Contact", phone.contact())
            .with("Refer-To", to)
            .with("Referred-By", SipMessage.uri(local)));
  }

  private static String tag(String party) {
    return party.replaceAll("^.*;tag=([^;]*).*$", "$1");
  }

  void close() {
    media.close();
  }
}
