package svara.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.TechnicianId;
import svara.engine.port.AccountStore;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.AccountStore.Details;
import svara.engine.port.QueueService;
import svara.web.OpenIdRefusal.Reason;

/**
 * Signing in by OpenID Connect: the authorization code flow with PKCE (RFC 9700). Both steps are
 * pages that a browser goes to, so whatever happens ends on the console's own page, which says it
 * in the reader's language.
 */
final class OpenIdHandler {
  /** The path that the provider must know us by. */
  static final String BACK = "/api/v1/session/openid/return";

  private static final Logger log = LoggerFactory.getLogger(OpenIdHandler.class);
  private static final String ACTION = "sign_in_failed";

  private final @Nullable OpenIdProvider provider;
  private final SignInPorts ports;
  private final QueueService queues;
  private final Sessions sessions;
  private final Auditing audit;
  private final Asking asking;
  private final InstantSource clock;

  OpenIdHandler(
      @Nullable OpenIdProvider provider,
      SignInPorts ports,
      QueueService queues,
      Sessions sessions,
      Auditing audit,
      Asking asking,
      InstantSource clock) {
    this.provider = provider;
    this.ports = ports;
    this.queues = queues;
    this.sessions = sessions;
    this.audit = audit;
    this.asking = asking;
    this.clock = clock;
  }

  /** Which ways in there are, for the page before them. */
  Future<Reply> ways(ApiRequest request) {
    return Future.succeededFuture(Reply.json(new JsonObject().put("openId", provider != null)));
  }

  /** Sends the browser to the provider. */
  Future<Reply> begin(ApiRequest request) {
    HttpServerRequest from = request.context().request();
    OpenIdAttempt attempt = OpenIdAttempt.begin();
    return provider()
        .address(attempt, back(from))
        .map(address -> {
          from.response().addCookie(attempt.cookie(asking.encrypted(from)));
          return Reply.redirect(address);
        })
        .recover(failure -> refused(request, failure, ""));
  }

  /** Takes the browser back, signed in or told why not. */
  Future<Reply> finish(ApiRequest request) {
    HttpServerRequest from = request.context().request();
    boolean encrypted = asking.encrypted(from);
    OpenIdAttempt attempt = OpenIdAttempt.of(request, encrypted).orElse(null);
    from.response().addCookie(OpenIdAttempt.none(encrypted));
    String code = request.query("code");
    String issuer = request.query("iss");
    if (attempt == null || !attempt.state().equals(request.query("state"))) {
      return refused(request, new OpenIdRefusal(Reason.NOT_BEGUN, "not begun here"), "");
    }
    if (issuer != null && !provider().isIssuer(issuer)) {
      // RFC 9207: an answer of another provider is no answer
      return refused(request, new OpenIdRefusal(Reason.NOT_PROVEN, "another issuer"), "");
    }
    if (code == null) {
      return refused(request, new OpenIdRefusal(Reason.DENIED, "no code came back"), "");
    }
    return provider()
        .redeem(attempt, code, back(from))
        .compose(person ->
            opened(request, person).recover(failure -> refused(request, failure, person.name())))
        .recover(failure -> refused(request, failure, ""));
  }

  private Future<Reply> opened(ApiRequest request, OpenIdPerson person) {
    if (person.name().isEmpty()) {
      throw new OpenIdRefusal(Reason.NAME_TAKEN, "a name that no account can have");
    }
    if (person.roles().isEmpty()) {
      throw new OpenIdRefusal(Reason.NO_ROLE, "no group gives a role");
    }
    return technician(person.name())
        .compose(technician ->
            ports
                .accounts()
                .ofSubject(
                    person.subject(),
                    person.name(),
                    new Details(person.fullName(), person.roles(), technician.orElse(null), false),
                    clock.instant()))
        .compose(found -> {
          Account account =
              found.orElseThrow(
                  () -> new OpenIdRefusal(Reason.NAME_TAKEN, "the name is another account's"));
          if (account.disabled()) {
            throw new OpenIdRefusal(Reason.DISABLED, "the account is disabled");
          }
          return open(request, account, person.idToken());
        });
  }

  /** Who first signs in is the technician of his name; after that his account says who he is. */
  private Future<Optional<TechnicianId>> technician(String name) {
    int at = name.indexOf('@');
    String id = at < 0 ? name : name.substring(0, at);
    return queues
        .views()
        .map(views ->
            views.stream()
                .flatMap(view -> view.names().keySet().stream())
                .filter(technician -> technician.value().equals(id))
                .findFirst());
  }

  private Future<Reply> open(ApiRequest request, Account account, String idToken) {
    AccountStore accounts = ports.accounts();
    return accounts
        .signedIn(account.id(), clock.instant())
        .compose(_ -> sessions.open(request.context().request(), account, idToken))
        .compose(_ ->
            audit.note(
                request.context(),
                SignedIn.person(account),
                "signed_in",
                "",
                Map.of("by", "openid")))
        .map(_ -> Reply.redirect("/"));
  }

  private Future<Reply> refused(ApiRequest request, Throwable failure, String name) {
    if (!(failure instanceof OpenIdRefusal refusal)) {
      return Future.failedFuture(failure);
    }
    log.atWarn()
        .addKeyValue("reason", refusal.reason().word())
        .addKeyValue("why", refusal.getMessage())
        .log("A sign-in elsewhere was refused");
    return audit
        .note(request.context(), null, ACTION, name, Map.of("why", refusal.reason().word()))
        .map(_ -> Reply.redirect("/#refused=" + refusal.reason().word()));
  }

  /** What a signed-in browser goes to after signing out here; empty: nowhere. */
  Future<String> signOut(HttpServerRequest from, @Nullable String idToken) {
    return provider == null || idToken == null
        ? Future.succeededFuture("")
        : provider.signOut(idToken, asking.page(from) + "/");
  }

  private String back(HttpServerRequest from) {
    return asking.page(from) + BACK;
  }

  private OpenIdProvider provider() {
    if (provider == null) {
      throw Problem.notFound("no_openid", "No sign-in elsewhere is set up.").exception();
    }
    return provider;
  }
}
