package svara.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.web.OpenIdRefusal.Reason;

/**
 * The provider, asked when somebody signs in: the engine starts, and everybody else signs in, when
 * it does not answer. Its document is read once an hour at most, its keys again when they are older
 * than a minute, so that one which changes its keys shuts nobody out. Used from one event loop.
 */
final class OpenIdProvider {
  private static final Logger log = LoggerFactory.getLogger(OpenIdProvider.class);
  private static final Duration DOCUMENT_AGE = Duration.ofHours(1);
  private static final Duration KEYS_AGE = Duration.ofMinutes(1);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(8);
  private static final int AT_ONCE_MAX = 50;

  private final Vertx vertx;
  private final OpenId settings;
  private final InstantSource clock;
  private @Nullable Known known;
  private @Nullable Future<Known> asked;
  private int underWay;

  /**
   * What its document says.
   *
   * @param issuer as it writes itself, and as its tokens must
   */
  private record Known(OAuth2Auth auth, OAuth2Options says, String issuer, Instant since) {}

  private Instant keysSince = Instant.MIN;

  OpenIdProvider(Vertx vertx, OpenId settings, InstantSource clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.clock = clock;
  }

  /** Where the browser goes to sign in. */
  Future<String> address(OpenIdAttempt attempt, String back) {
    return known()
        .map(found -> {
          OAuth2AuthorizationURL url =
              new OAuth2AuthorizationURL()
                  .setRedirectUri(back)
                  .setState(attempt.state())
                  .setScopes(scopes())
                  .setCodeChallenge(attempt.challenge())
                  .setCodeChallengeMethod("S256");
          return found.auth().authorizeURL(url.putAdditionalParameter("nonce", attempt.nonce()));
        });
  }

  private List<String> scopes() {
    List<String> scopes = new ArrayList<>(settings.scopes());
    if (!scopes.contains("openid")) {
      scopes.add("openid");
    }
    return scopes.stream().sorted().toList();
  }

  /** Who came back with this code; fails with {@link OpenIdRefusal}. */
  Future<OpenIdPerson> redeem(OpenIdAttempt attempt, String code, String back) {
    if (underWay >= AT_ONCE_MAX) {
      return Future.failedFuture(
          new OpenIdRefusal(Reason.UNREACHABLE, underWay + " sign-ins are under way"));
    }
    underWay++;
    return known()
        .compose(this::freshKeys)
        .compose(
            found -> user(found, attempt, code, back).map(user -> checked(found, user, attempt)))
        .onComplete(_ -> underWay--);
  }

  private Future<User> user(Known found, OpenIdAttempt attempt, String code, String back) {
    Oauth2Credentials credentials =
        new Oauth2Credentials()
            .setFlow(OAuth2FlowType.AUTH_CODE)
            .setCode(code)
            .setRedirectUri(back)
            .setCodeVerifier(attempt.verifier());
    return bounded(found.auth().authenticate(credentials))
        .recover(failure -> refused(Reason.NOT_PROVEN, failure))
        .compose(user -> withGroups(found, user));
  }

  /** Some providers name groups to those who ask for them alone. */
  private Future<User> withGroups(Known found, User user) {
    JsonObject claims = user.attributes().getJsonObject("idToken");
    if (claims == null
        || OpenIdPerson.at(claims, settings.groupsClaim()) != null
        || found.says().getUserInfoPath() == null) {
      return Future.succeededFuture(user);
    }
    // it is the library that holds its subject against the token's
    return bounded(found.auth().userInfo(user))
        .map(more -> {
          claims.mergeIn(more.copy().mergeIn(claims));
          return user;
        })
        .recover(failure -> refused(Reason.NOT_PROVEN, failure));
  }

  /** The library leaves the claims out when signature, audience or issuer are wrong. */
  private OpenIdPerson checked(Known found, User user, OpenIdAttempt attempt) {
    JsonObject claims = user.attributes().getJsonObject("idToken");
    String token = user.principal().getString("id_token");
    if (claims == null || token == null) {
      throw new OpenIdRefusal(Reason.NOT_PROVEN, "no token that can be verified");
    }
    String wrong =
        OpenIdPerson.wrong(claims, settings, found.issuer(), attempt.nonce(), clock.instant());
    if (wrong != null) {
      throw new OpenIdRefusal(Reason.NOT_PROVEN, "a token " + wrong);
    }
    return OpenIdPerson.of(claims, settings, found.issuer(), token);
  }

  /** Where the browser signs out there, and comes back from; empty when there is no such place. */
  Future<String> signOut(String idToken, String back) {
    return known()
        .map(found ->
            found.says().getLogoutPath() == null
                ? ""
                : found
                    .auth()
                    .endSessionURL(
                        User.create(new JsonObject().put("id_token", idToken)),
                        new JsonObject()
                            .put("client_id", settings.clientId())
                            .put("post_logout_redirect_uri", back)))
        .otherwise("");
  }

  /** The provider's own name for itself, once it has been asked. */
  boolean isIssuer(String given) {
    Known found = known;
    return found != null && found.issuer().equals(given);
  }

  private Future<Known> known() {
    Known found = known;
    if (found != null && found.since().plus(DOCUMENT_AGE).isAfter(clock.instant())) {
      return Future.succeededFuture(found);
    }
    Future<Known> running = asked;
    if (running == null) {
      running = bounded(discover()).recover(failure -> instead(found, failure));
      asked = running;
      running.onComplete(_ -> asked = null);
    }
    return running;
  }

  /** What was known an hour ago is better than nothing. */
  private Future<Known> instead(@Nullable Known found, Throwable failure) {
    return found == null ? refused(Reason.UNREACHABLE, failure) : Future.succeededFuture(found);
  }

  private Future<Known> discover() {
    OAuth2Options options =
        new OAuth2Options()
            .setSite(settings.issuer().toString().replaceAll("/+$", ""))
            .setClientId(settings.clientId())
            .setClientSecret(settings.clientSecret())
            .setHttpClientOptions(http());
    return OpenIDConnectAuth.discover(vertx, options)
        .map(auth -> {
          Known fresh =
              new Known(auth, options, options.getJWTOptions().getIssuer(), clock.instant());
          known = fresh;
          keysSince = clock.instant();
          log.atInfo().addKeyValue("issuer", fresh.issuer()).log("The sign-in elsewhere is known");
          return fresh;
        });
  }

  private HttpClientOptions http() {
    HttpClientOptions http =
        new HttpClientOptions()
            .setConnectTimeout((int) ANSWER_MAX.toMillis())
            .setIdleTimeout((int) ANSWER_MAX.toSeconds());
    if (settings.trust() != null) {
      http.setTrustOptions(new PemTrustOptions().addCertPath(settings.trust().toString()));
    }
    return http;
  }

  private Future<Known> freshKeys(Known found) {
    if (keysSince.plus(KEYS_AGE).isAfter(clock.instant())) {
      return Future.succeededFuture(found);
    }
    return bounded(found.auth().jWKSet())
        .map(_ -> {
          keysSince = clock.instant();
          return found;
        })
        .recover(failure -> refused(Reason.UNREACHABLE, failure));
  }

  private static <T> Future<T> bounded(Future<T> answer) {
    return answer.timeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <T> Future<T> refused(Reason reason, Throwable failure) {
    return Future.failedFuture(
        failure instanceof OpenIdRefusal
            ? failure
            : new OpenIdRefusal(reason, String.valueOf(failure.getMessage())));
  }
}
