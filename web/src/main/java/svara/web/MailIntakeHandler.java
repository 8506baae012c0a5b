package svara.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Taken;

/** Takes a mail from a command or another mail server on this machine. */
final class MailIntakeHandler {
  private final MailIntake intake;

  MailIntakeHandler(MailIntake intake) {
    this.intake = intake;
  }

  Future<Reply> take(ApiRequest request) {
    String type = request.context().request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("message/rfc822")) {
      throw new Problem(415, "media_type", "The body must be message/rfc822.").exception();
    }
    if (request.raw().length() == 0) {
      throw Problem.invalid("The mail is empty.").exception();
    }
    String mailbox = request.query("mailbox");
    return intake
        .take(mailbox == null ? "" : mailbox, request.raw())
        .map(taken -> Reply.text("text/plain", line(taken)));
  }

  private static String line(Taken taken) {
    String ticket = taken.ticket() == null ? "-" : taken.ticket().toString();
    String line = ticket + " " + CallerJson.word(taken.fate());
    // One line whatever the reason holds: programs read it by lines
    return (line + " " + taken.reason().replaceAll("\\s+", " ")).strip() + "\n";
  }
}
