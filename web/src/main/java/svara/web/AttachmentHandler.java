package svara.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.port.TicketStore;
import svara.engine.port.TicketStore.Attachment;

/** What belongs to a ticket and is no text, for those who may see the ticket. */
final class AttachmentHandler {
  /** One range of bytes (RFC 9110, 14.1.2); more at once get all of it, which is allowed. */
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,10})-(\\d{0,10})");

  /** How a file of the type is called, for those who save it. */
  private static final Map<String, String> ENDINGS = Map.of("audio/wav", "wav");

  private final TicketStore tickets;

  AttachmentHandler(TicketStore tickets) {
    this.tickets = tickets;
  }

  Future<Reply> one(ApiRequest request) {
    TicketNumber number = request.ticketNumber();
    String id = request.path("id");
    return tickets
        .seenBy(request.who().viewer())
        .attachment(number, Long.parseLong(id))
        .map(found ->
            found
                .map(attachment ->
                    part(attachment, request.header("Range"))
                        .with(
                            "Content-Disposition",
                            "inline; filename=\"" + name(number, id, attachment) + "\"")
                        .with("Accept-Ranges", "bytes"))
                .orElseThrow(() ->
                    Problem.notFound(
                            "unknown_attachment",
                            "The ticket " + number + " has no attachment " + id + ".")
                        .exception()));
  }

  /** Made of our own numbers alone. */
  private static String name(TicketNumber number, String id, Attachment attachment) {
    return "%s-%s.%s".formatted(number, id, ENDINGS.getOrDefault(attachment.contentType(), "bin"));
  }

  private static Reply part(Attachment attachment, @Nullable String range) {
    Buffer all = attachment.content();
    Matcher asked = range == null ? null : RANGE.matcher(range);
    if (asked == null || !asked.matches() || asked.group().endsWith("=-")) {
      return new Reply(200, attachment.contentType(), all, Map.of());
    }
    boolean last = asked.group(1).isEmpty();
    long from =
        last ? Math.max(0, all.length() - number(asked.group(2), 0)) : number(asked.group(1), 0);
    long to =
        last
            ? all.length() - 1L
            : Math.min(number(asked.group(2), Long.MAX_VALUE), all.length() - 1L);
    if (from > to) {
      throw new Problem(416, "no_such_range", "It has " + all.length() + " bytes.").exception();
    }
    return new Reply(
        206,
        attachment.contentType(),
        all.getBuffer((int) from, (int) to + 1),
        Map.of("Content-Range", "bytes %d-%d/%d".formatted(from, to, all.length())));
  }

  private static long number(String digits, long otherwise) {
    return digits.isEmpty() ? otherwise : Long.parseLong(digits);
  }
}
