package svara.web;

import io.vertx.core.Future;
import java.time.InstantSource;
import svara.engine.port.TicketStore;

/** Tickets that have to do with each other, and tickets that are parts of another. */
final class TiesHandler {
  private final TicketStore tickets;
  private final InstantSource clock;

  TiesHandler(TicketStore tickets, InstantSource clock) {
    this.tickets = tickets;
    this.clock = clock;
  }

  Future<Reply> link(ApiRequest request) {
    return link(request, true);
  }

  Future<Reply> unlink(ApiRequest request) {
    return link(request, false);
  }

  Future<Reply> merge(ApiRequest request) {
    return merge(request, true);
  }

  Future<Reply> unmerge(ApiRequest request) {
    return merge(request, false);
  }

  private Future<Reply> link(ApiRequest request, boolean linked) {
    return seenBy(request)
        .link(
            request.ticketNumber(),
            request.ticketNumber("other"),
            linked,
            request.by(),
            clock.instant())
        .map(done -> done(done, "not_to_link", "One of the tickets is not there, or it is so."));
  }

  private Future<Reply> merge(ApiRequest request, boolean merged) {
    return seenBy(request)
        .merge(
            request.ticketNumber(),
            request.ticketNumber("other"),
            merged,
            request.by(),
            clock.instant())
        .map(done ->
            done(
                done,
                "not_to_merge",
                "One of the tickets is not there or a part already, has parts or an open promise,"
                    + " or only one of them is restricted."));
  }

  private TicketStore seenBy(ApiRequest request) {
    return tickets.seenBy(request.who().viewer());
  }

  private static Reply done(boolean done, String code, String detail) {
    if (!done) {
      throw new Problem(409, code, detail).exception();
    }
    return Reply.nothing();
  }
}
