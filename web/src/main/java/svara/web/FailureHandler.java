package svara.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.StoreException;

/** The one place where failures become answers. */
final class FailureHandler implements Handler<RoutingContext> {
  private static final Logger log = LoggerFactory.getLogger(FailureHandler.class);

  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      // Whoever asked has gone: nobody's fault, and nobody to tell
      return;
    }
    Problem problem = problem(context.failure(), context.statusCode());
    if (problem.status() >= 500 && problem.code().equals("internal_error")) {
      log.atError()
          .setCause(context.failure())
          .addKeyValue("method", context.request().method())
          .addKeyValue("path", context.normalizedPath())
          .log("A request failed by our own fault");
    }
    if (response.ended() || response.headWritten()) {
      response.reset();
      return;
    }
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"svara\"");
    }
    if (problem.status() == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "2");
    }
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(problem.toJson(context.normalizedPath()).toBuffer());
  }

  private static Problem problem(@Nullable Throwable failure, int status) {
    return switch (failure) {
      case ProblemException e -> e.problem();
      case StoreException e -> ofStore(e);
      case PhoneSystemException e ->
          new Problem(502, "exchange_failed", "The exchange did not do what was asked of it.");
      case TimeoutException e ->
          new Problem(503, "no_answer_in_time", "The answer took too long. Please try again.");
      // The router says "Bad Request" and keeps the reason as the cause
      case HttpException e when e.getCause() instanceof ValidatorException reason ->
          Problem.invalid(String.valueOf(reason.getMessage()));
      case HttpException e -> ofStatus(e.getStatusCode());
      case null -> ofStatus(status);
      default -> status >= 400 && status < 500 ? ofStatus(status) : ofStatus(500);
    };
  }

  private static Problem ofStore(StoreException failure) {
    return switch (failure.kind()) {
      case UNAVAILABLE ->
          new Problem(503, "store_unavailable", "The database does not answer. Please try again.");
      case OVERLOADED ->
          new Problem(503, "overloaded", "Too much is being asked at once. Please try again.");
      case REFUSED -> new Problem(500, "store_refused", "The database refused what was asked.");
    };
  }

  private static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> Problem.invalid("The request is not understood.");
      case 404 -> Problem.notFound("no_such_page", "There is nothing at this address.");
      case 405 -> new Problem(405, "method_not_allowed", "This address does not take the method.");
      case 413 -> new Problem(413, "too_large", "The body is longer than this address takes.");
      case 415 ->
          new Problem(415, "media_type", "This address does not take bodies of this media type.");
      default ->
          status >= 400 && status < 500
              ? new Problem(status, "refused", "The request is refused.")
              : new Problem(500, "internal_error", "Something went wrong here; it is logged.");
    };
  }
}
