package svara.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import svara.engine.id.TicketNumber;
import svara.engine.port.TicketFiles;
import svara.engine.port.TicketFiles.TicketFile;
import svara.engine.port.TicketStore;

/**
 * Files of tickets. Anybody may have sent them: they are saved, never shown, and can do nothing in
 * a browser that shows them all the same.
 */
final class FilesHandler {
  private static final String HARMLESS = "default-src 'none'; sandbox";

  /** A mail's own formatting and the pictures within it; nothing is fetched, nothing runs. */
  private static final String PAGE =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'; sandbox";

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}");

  private final TicketFiles files;
  private final TicketStore tickets;

  FilesHandler(TicketFiles files, TicketStore tickets) {
    this.files = files;
    this.tickets = tickets;
  }

  /** The ticket, when it is there for the asker. */
  private Future<TicketNumber> seen(ApiRequest request) {
    TicketNumber number = request.ticketNumber();
    return tickets
        .seenBy(request.who().viewer())
        .rows(List.of(number))
        .map(rows -> {
          if (!rows.containsKey(number)) {
            throw ApiRequest.unknownTicket(number.toString()).exception();
          }
          return number;
        });
  }

  Future<Reply> file(ApiRequest request) {
    return seen(request)
        .compose(number -> files.file(number, request.id("file")))
        .map(found -> download(present(found)));
  }

  Future<Reply> mail(ApiRequest request) {
    long entry = request.id("entry");
    String name = request.ticketNumber() + "-" + entry + ".eml";
    return seen(request)
        .compose(number -> files.mail(number, entry))
        .map(found -> download(new TicketFile(name, "message/rfc822", present(found))));
  }

  Future<Reply> page(ApiRequest request) {
    return seen(request)
        .compose(number -> files.page(number, request.id("entry")))
        .map(found ->
            new Reply(
                200,
                "text/html; charset=utf-8",
                Buffer.buffer(present(found)),
                Map.of("Content-Security-Policy", PAGE)));
  }

  private static <T> T present(Optional<T> found) {
    return found.orElseThrow(
        () -> Problem.notFound("unknown_file", "The ticket has no such file.").exception());
  }

  static Reply download(TicketFile file) {
    String type =
        MEDIA_TYPE.matcher(file.mediaType()).matches()
            ? file.mediaType()
            : "application/octet-stream";
    return new Reply(
        200,
        type,
        file.bytes(),
        Map.of(
            "Content-Security-Policy", HARMLESS, "Content-Disposition", disposition(file.name())));
  }

  /**
   * Both forms of RFC 6266: the letters of every name, and something for those who know only one.
   */
  private static String disposition(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .map(c -> c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c)
        .forEach(plain::appendCodePoint);
    StringBuilder exact = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      boolean itself = c < 128 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
      exact.append(itself ? Character.toString(c) : "%%%02X".formatted(c));
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
  }
}
