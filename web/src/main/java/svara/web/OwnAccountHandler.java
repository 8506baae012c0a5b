package svara.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.AccountStore.Credentials;
import svara.engine.port.SessionStore;

/** What everybody does with his own account, and how a password is chosen by a link. */
final class OwnAccountHandler {
  private final SignInPorts ports;
  private final Sessions sessions;
  private final SignInThrottle throttle;
  private final Passwords passwords;
  private final Auditing audit;
  private final Asking asking;
  private final WebSettings settings;
  private final InstantSource clock;

  OwnAccountHandler(
      SignInPorts ports,
      Sessions sessions,
      SignInThrottle throttle,
      Passwords passwords,
      Auditing audit,
      Asking asking,
      WebSettings settings,
      InstantSource clock) {
    this.asking = asking;
    this.ports = ports;
    this.sessions = sessions;
    this.throttle = throttle;
    this.passwords = passwords;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /** Tells the asker who he is here, so that the console shows what is open to him. */
  Future<Reply> me(ApiRequest request) {
    SignedIn who = request.who();
    TechnicianId technician = who.technician();
    Account account = who.account();
    return Future.succeededFuture(
        Reply.json(
            new JsonObject()
                .put("name", who.name())
                .put("fullName", account == null ? "" : account.fullName())
                .put("hasPassword", account != null && account.hasPassword())
                .put("roles", words(who.roles().stream().sorted().map(Role::word)))
                .put("technician", technician == null ? null : technician.value())
                .put(
                    "permissions",
                    words(who.permissions().stream().sorted().map(Permission::word)))));
  }

  private static JsonArray words(Stream<String> words) {
    return new JsonArray(words.toList());
  }

  /** A new password, by who knows the old one; all other browsers are signed out. */
  Future<Reply> changePassword(ApiRequest request) {
    Account account = account(request);
    String password = request.body().getString("password");
    return throttle
        .count(account.name(), asking.address(request.context().request()))
        .compose(_ -> ports.accounts().credentials(account.name()))
        .compose(found ->
            passwords.fits(
                request.body().getString("old"), found.map(Credentials::passwordHash).orElse(null)))
        .compose(fits ->
            fits ? Future.succeededFuture() : Future.failedFuture(wrongPassword().exception()))
        .compose(_ -> set(request, account, password));
  }

  private static Problem wrongPassword() {
    return new Problem(422, "wrong_password", "The present password is another one.");
  }

  private Future<Reply> set(ApiRequest request, Account account, String password) {
    HttpServerRequest from = request.context().request();
    return passwords
        .acceptable(password, List.of(account.name(), account.fullName()))
        .compose(_ -> passwords.hash(password))
        .compose(hash -> ports.accounts().password(account.id(), hash, clock.instant()))
        .compose(_ -> throttle.forget(account.name(), asking.address(from)))
        .compose(_ ->
            audit.note(
                request.context(), SignedIn.person(account), "password_changed", "", Map.of()))
        .compose(_ -> {
          sessions.forget();
          return sessions.open(from, account, null);
        })
        .map(_ -> Reply.nothing());
  }

  /** Whose link it is, for the page that asks for the password. */
  Future<Reply> ofLink(ApiRequest request) {
    return counted(request)
        .compose(_ -> ports.accounts().ofLink(linkHash(request), clock.instant()))
        .map(found -> {
          Account account = found.orElseThrow(() -> linkGone().exception());
          return Reply.json(
              new JsonObject().put("name", account.name()).put("fullName", account.fullName()));
        });
  }

  /** Chooses a password by a link, which is then used up, and signs in. */
  Future<Reply> choosePassword(ApiRequest request) {
    SignInHandler.ownPage(asking, request);
    String password = request.body().getString("password");
    return counted(request)
        .compose(_ -> ports.accounts().ofLink(linkHash(request), clock.instant()))
        .compose(found -> {
          Account account = found.orElseThrow(() -> linkGone().exception());
          return passwords
              .acceptable(password, List.of(account.name(), account.fullName()))
              .compose(_ -> ports.accounts().useLink(linkHash(request), clock.instant()));
        })
        .compose(used -> set(request, used.orElseThrow(() -> linkGone().exception()), password));
  }

  private Future<Void> counted(ApiRequest request) {
    return throttle.count("link", asking.address(request.context().request()));
  }

  private static byte[] linkHash(ApiRequest request) {
    return FreshSecret.hashOf(request.body().getString("link"));
  }

  private static Problem linkGone() {
    return Problem.notFound("link_gone", "The link has been used or is too old.");
  }

  /** The browsers that are signed in to the asker's account. */
  Future<Reply> sessions(ApiRequest request) {
    return ports
        .sessions()
        .ofAccount(
            account(request).id(), clock.instant(), settings.sessionIdle(), settings.sessionMax())
        .map(found ->
            Reply.json(
                new JsonObject()
                    .put(
                        "items",
                        new JsonArray(found.stream().map(OwnAccountHandler::json).toList()))));
  }

  private static JsonObject json(SessionStore.Session session) {
    return new JsonObject()
        .put("startedAt", session.startedAt().toString())
        .put("seenAt", session.seenAt().toString())
        .put("address", session.address());
  }

  /** Signs the asker out everywhere, here too. */
  Future<Reply> signOutEverywhere(ApiRequest request) {
    HttpServerRequest from = request.context().request();
    Optional<Account> account = Optional.ofNullable(request.who().account());
    return account
        .map(one -> sessions.endAll(one.id()))
        .orElseGet(() -> sessions.end(from))
        .map(_ -> {
          request.context().response().addCookie(sessions.none(from));
          return Reply.nothing();
        });
  }

  private static Account account(ApiRequest request) {
    @Nullable Account account = request.who().account();
    if (account == null) {
      throw new Problem(409, "no_account", "The operator has no account of his own.").exception();
    }
    return account;
  }
}
