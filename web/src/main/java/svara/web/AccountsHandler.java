package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.port.AccountStore;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.AccountStore.Changed;
import svara.engine.port.AccountStore.Credentials;
import svara.engine.port.AccountStore.Details;

/** Accounts, as those see them who keep them. */
final class AccountsHandler {
  /** How long the link is good by which somebody chooses a password. */
  static final Duration LINK_AGE = Duration.ofDays(3);

  private final AccountStore accounts;
  private final Sessions sessions;
  private final InstantSource clock;

  AccountsHandler(AccountStore accounts, Sessions sessions, InstantSource clock) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.clock = clock;
  }

  Future<Reply> all(ApiRequest request) {
    return accounts
        .all()
        .map(found ->
            Reply.json(
                new JsonObject()
                    .put("items", new JsonArray(found.stream().map(AccountsHandler::json).toList()))
                    .put(
                        "roles",
                        new JsonArray(Arrays.stream(Role.values()).map(Role::word).toList()))));
  }

  /** Adds one and answers with the link by which its password is chosen. */
  Future<Reply> add(ApiRequest request) {
    JsonObject body = request.body();
    Details details = details(body);
    return accounts
        .add(body.getString("name"), details, clock.instant())
        .compose(added ->
            linked(
                added.orElseThrow(() ->
                    new Problem(409, "name_taken", "There is an account of this name already.")
                        .exception())))
        .map(json -> Reply.json(201, json));
  }

  private Future<JsonObject> linked(Account account) {
    FreshSecret secret = FreshSecret.draw("");
    Instant expires = clock.instant().plus(LINK_AGE);
    return accounts
        .link(account.id(), secret.hash(), expires)
        .map(
            _ -> json(account).put("link", secret.text()).put("linkExpiresAt", expires.toString()));
  }

  Future<Reply> change(ApiRequest request) {
    long version = request.body().getLong("version");
    return accounts
        .change(request.path("name"), details(request.body()), version, clock.instant())
        .map(changed -> {
          sessions.forget();
          return switch (changed) {
            case Changed.Done(Account account) -> Reply.json(json(account));
            case Changed.Conflict(Account account) ->
                throw new Problem(
                        409,
                        "changed_meanwhile",
                        "Somebody else has changed the account to version "
                            + account.version()
                            + ".")
                    .exception();
            case Changed.LastAdministrator() ->
                throw new Problem(
                        409, "last_administrator", "Nobody would be left to keep accounts.")
                    .exception();
            case Changed.Unknown() -> throw unknown().exception();
          };
        });
  }

  /** A new link: for who has forgotten the password. The old one is good until it is used. */
  Future<Reply> link(ApiRequest request) {
    return account(request)
        .compose(account -> {
          if (account.elsewhere() || account.disabled()) {
            throw new Problem(
                    409,
                    "no_password",
                    "A disabled account, or one from elsewhere, gets no password.")
                .exception();
          }
          return linked(account);
        })
        .map(Reply::json);
  }

  /** Signs somebody out everywhere. */
  Future<Reply> signOut(ApiRequest request) {
    return account(request)
        .compose(account -> sessions.endAll(account.id()))
        .map(_ -> Reply.nothing());
  }

  private Future<Account> account(ApiRequest request) {
    return accounts
        .credentials(request.path("name"))
        .map(found -> found.map(Credentials::account).orElseThrow(() -> unknown().exception()));
  }

  private static Problem unknown() {
    return Problem.notFound("unknown_account", "There is no such account.");
  }

  private static Details details(JsonObject body) {
    return new Details(
        body.getString("fullName", ""),
        roles(body.getJsonArray("roles")),
        ApiRequest.technician(body.getString("technician")),
        body.getBoolean("disabled", false));
  }

  private static Set<Role> roles(JsonArray words) {
    return words.stream()
        .map(word -> Role.of(String.valueOf(word)).orElseThrow())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static JsonObject json(Account account) {
    @Nullable TechnicianId technician = account.technician();
    Instant signedInAt = account.signedInAt();
    return new JsonObject()
        .put("name", account.name())
        .put("fullName", account.fullName())
        .put("roles", new JsonArray(account.roles().stream().sorted().map(Role::word).toList()))
        .put("technician", technician == null ? null : technician.value())
        .put("hasPassword", account.hasPassword())
        .put("elsewhere", account.elsewhere())
        .put("disabled", account.disabled())
        .put("signedInAt", signedInAt == null ? null : signedInAt.toString())
        .put("version", account.version());
  }
}
