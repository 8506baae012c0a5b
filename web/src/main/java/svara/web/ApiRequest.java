package svara.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;

/** A request that the API document has found valid. */
final class ApiRequest {
  private final RoutingContext context;
  private final ValidatedRequest valid;

  ApiRequest(RoutingContext context) {
    this.context = context;
    this.valid = Objects.requireNonNull(context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST));
  }

  RoutingContext context() {
    return context;
  }

  /** Who asks; of an operation that is open to everybody nobody may. */
  SignedIn who() {
    return Objects.requireNonNull(Authentication.who(context), "an open operation asks who asks");
  }

  /** Who asks, for timelines. */
  String by() {
    return who().by();
  }

  String path(String name) {
    RequestParameter value = valid.getPathParameters().get(name);
    if (value == null) {
      throw new IllegalStateException("the API document has no path parameter " + name);
    }
    return Objects.requireNonNull(value.getString());
  }

  /** A path parameter that counts rows. */
  long id(String name) {
    return Long.parseLong(path(name));
  }

  @Nullable String query(String name) {
    RequestParameter value = valid.getQuery().get(name);
    return value == null || value.isNull() ? null : String.valueOf(value.get());
  }

  /** The items of a query parameter that is a list; empty when it is not given. */
  List<String> queryList(String name) {
    RequestParameter value = valid.getQuery().get(name);
    JsonArray items = value == null || value.isNull() ? null : value.getJsonArray();
    return items == null ? List.of() : items.stream().map(String::valueOf).toList();
  }

  int integer(String name, int otherwise) {
    String value = query(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  @Nullable String header(String name) {
    return context.request().getHeader(name);
  }

  /** True, false, or null when it is not given. */
  @Nullable Boolean flag(String name) {
    String value = query(name);
    return value == null ? null : Boolean.valueOf(value);
  }

  @Nullable QueueId queue() {
    String name = query("queue");
    return name == null ? null : new QueueId(name);
  }

  /**
   * @throws ProblemException when the text has the form of a time and is none, as the 31st of June
   */
  @Nullable Instant instant(String name) {
    // The router decodes twice: even an escaped plus has become a space
    String text = query(name);
    try {
      return text == null ? null : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw Problem.invalid(name + " is not a time of RFC 3339: " + text).exception();
    }
  }

  /**
   * @throws ProblemException when no ticket can have this number
   */
  TicketNumber ticketNumber() {
    return ticketNumber("number");
  }

  /**
   * The ticket of another path parameter.
   *
   * @throws ProblemException when no ticket can have this number
   */
  TicketNumber ticketNumber(String name) {
    String text = path(name);
    return TicketNumber.parse(text).orElseThrow(() -> unknownTicket(text).exception());
  }

  static Problem unknownTicket(String number) {
    return Problem.notFound("unknown_ticket", "There is no ticket " + number + ".");
  }

  /** The JSON body; empty when there is none. */
  JsonObject body() {
    RequestParameter body = valid.getBody();
    JsonObject json = body == null || body.isNull() ? null : body.getJsonObject();
    return json == null ? new JsonObject() : json;
  }

  /** The body as it came; empty when there is none. */
  Buffer raw() {
    Buffer buffer = context.body().buffer();
    return buffer == null ? Buffer.buffer() : buffer;
  }

  static @Nullable TechnicianId technician(@Nullable String id) {
    return id == null ? null : new TechnicianId(id);
  }
}
