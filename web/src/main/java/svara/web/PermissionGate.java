package svara.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;

/**
 * The one place where permissions are enforced: before a body is read, every operation of the API
 * document has a gate that wants the permission written there. A second look, right before the
 * answer, holds that the operation about to answer is the one that was let through.
 */
final class PermissionGate {
  private static final String PASSED = "svara.passed.";

  private final Map<String, ApiContract.Wanted> operations;

  PermissionGate(Map<String, ApiContract.Wanted> operations) {
    this.operations = operations;
  }

  /** Adds a gate an operation. */
  void mount(Router router) {
    operations.forEach((operation, wanted) -> {
      HttpMethod method = HttpMethod.valueOf(wanted.method());
      router
          .route(method, routePath(wanted.path()))
          .handler(context -> {
            if (admits(context, wanted)) {
              context.put(PASSED + operation, true).next();
            } else {
              context.fail(forbidden(Objects.requireNonNull(wanted.permission())).exception());
            }
          });
    });
  }

  /**
   * @throws IllegalStateException when the operation's own gate has not let the request through,
   *     which is our fault
   */
  static void hold(RoutingContext context, String operation) {
    if (context.get(PASSED + operation) == null) {
      throw new IllegalStateException("no gate let this request through to " + operation);
    }
  }

  private static boolean admits(RoutingContext context, ApiContract.Wanted wanted) {
    Permission permission = wanted.permission();
    if (permission == null) {
      return true;
    }
    SignedIn who = Authentication.who(context);
    return who != null && who.may(permission);
  }

  /** As the router of the API document writes a path: {@code /a/:b}. */
  private static String routePath(String path) {
    return path.replaceAll("\\{(\\w+)}", ":$1");
  }

  private static Problem forbidden(Permission permission) {
    return new Problem(403, "forbidden", "This wants the permission " + permission.word() + ".");
  }
}
