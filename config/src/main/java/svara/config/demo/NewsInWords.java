package svara.config.demo;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.port.LiveUpdate;

/** Says what happens, a line each: when, on which ticket, what. */
final class NewsInWords {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintStream out;
  private final ZoneId zone;
  private final Map<CallId, String> tickets = new HashMap<>();

  NewsInWords(PrintStream out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  synchronized void tell(LiveUpdate news) {
    String about = about(news);
    words(news)
        .ifPresent(words ->
            out.printf("%s  %-12s %s%n", TIME.format(news.at().atZone(zone)), about, words));
  }

  private String about(LiveUpdate news) {
    CallId call = news.call();
    if (call == null && news.ticket() != null) {
      return news.ticket().toString();
    }
    if (call == null) {
      return news.technician() == null ? "" : news.technician().value();
    }
    if (news.ticket() != null) {
      tickets.put(call, news.ticket().toString());
    }
    String ticket = tickets.getOrDefault(call, call.value());
    if (news.name().equals("call.ended")) {
      tickets.remove(call);
    }
    return ticket;
  }

  private static Optional<String> words(LiveUpdate news) {
    String detail = news.detail().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Optional.ofNullable(
        switch (news.name()) {
          case "call.offered" -> "somebody calls: on this ticket from the first moment";
          case "call.queued" -> "waits and hears music";
          case "call.met_full" -> "all places are taken: is told so";
          case "call.met_closed" -> "it is closed: is told so";
          case "call.ringing" -> "a technician's phone rings";
          case "call.ring_ended" -> "nobody took it: " + detail;
          case "call.answered" -> "talks with " + news.technician();
          case "call.ended" -> "the call is over: " + detail;
          case "callback.offered" -> "has waited long: is offered a callback";
          case "callback.promised" -> "pressed 1: is promised to be called back";
          case "callback.declined" -> "wants no callback";
          case "callback.refused" -> "cannot be promised a callback: " + detail;
          case "callback.ringing" -> news.technician() + "'s phone rings: a promise is to be kept";
          case "callback.dialled" -> news.technician() + " calls back, as was promised";
          case "callback.joined" -> "the promise is kept: talks with " + news.technician();
          case "callback.attempt_ended" -> "the call back is over: " + detail;
          case "callback.withdrawn" -> "needs no call back any more";
          case "callback.expired" -> "could not be reached: work for people";
          case "ticket.opened" ->
              detail.equals("mail") ? "somebody writes: this is the ticket" : null;
          case "technician.changed" ->
              switch (detail) {
                case "paused" -> "did not answer and is paused";
                case "on" -> "takes calls";
                case "unreachable" -> "has no phone at the exchange";
                default -> null;
              };
          default -> null;
        });
  }
}
