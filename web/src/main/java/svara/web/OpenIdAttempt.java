package svara.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.util.Base64;
import java.util.Optional;

/**
 * One try to sign in elsewhere, which the answer must belong to. All of it follows from a secret
 * that the browser alone holds, so nothing is kept here and any node can finish what another began:
 * {@code state} binds the answer to the browser, {@code nonce} the token to the try, {@code
 * verifier} the code to it (RFC 7636).
 */
record OpenIdAttempt(String secret) {
  private static final String COOKIE = "svara_attempt";
  private static final int MINUTES = 15;

  static OpenIdAttempt begin() {
    return new OpenIdAttempt(FreshSecret.draw("").text());
  }

  String state() {
    return derived("state");
  }

  String nonce() {
    return derived("nonce");
  }

  /** 43 letters. */
  String verifier() {
    return derived("verifier");
  }

  /** Of the verifier, as RFC 7636 4.2 makes it. */
  String challenge() {
    return text(FreshSecret.hashOf(verifier()));
  }

  private String derived(String what) {
    return text(FreshSecret.hashOf(what + "." + secret));
  }

  private static String text(byte[] hash) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /** Lax, because the answer comes by a link from the provider's page. */
  Cookie cookie(boolean encrypted) {
    return cookie(encrypted, secret).setMaxAge(MINUTES * 60L);
  }

  static Cookie none(boolean encrypted) {
    return cookie(encrypted, "").setMaxAge(0);
  }

  private static Cookie cookie(boolean encrypted, String value) {
    return Cookie.cookie(name(encrypted), value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(encrypted)
        .setSameSite(CookieSameSite.LAX);
  }

  static Optional<OpenIdAttempt> of(ApiRequest request, boolean encrypted) {
    return Optional.ofNullable(request.context().request().getCookie(name(encrypted)))
        .map(Cookie::getValue)
        .filter(value -> value.length() == 43)
        .map(OpenIdAttempt::new);
  }

  private static String name(boolean encrypted) {
    return encrypted ? "__Host-" + COOKIE : COOKIE;
  }
}
