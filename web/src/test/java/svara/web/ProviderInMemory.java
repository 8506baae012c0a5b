package svara.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A provider of OpenID Connect that a test makes lie. */
final class ProviderInMemory {
  private final HttpServer server;
  private final Map<String, JsonObject> begun = new HashMap<>();
  private KeyPair keys = pair();
  private int serial = 1;
  private UnaryOperator<JsonObject> claims = UnaryOperator.identity();
  private UnaryOperator<String> token = UnaryOperator.identity();
  private JsonObject userInfo = new JsonObject();
  private String verifier = "";

  ProviderInMemory(Vertx vertx) throws Exception {
    server =
        ServerUnderTest.await(
            vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
  }

  String issuer() {
    return "http://127.0.0.1:" + server.actualPort() + "/realm";
  }

  /** What the token says instead. */
  void says(UnaryOperator<JsonObject> instead) {
    claims = instead;
  }

  /** What is sent instead of the token. */
  void sends(UnaryOperator<String> instead) {
    token = instead;
  }

  void userInfo(JsonObject says) {
    userInfo = says;
  }

  /** As providers do from time to time. */
  void changesItsKeys() {
    keys = pair();
    serial++;
  }

  void close() throws Exception {
    ServerUnderTest.await(server.close());
  }

  /** Somebody signs in there; the code that he is sent back with. */
  String signedIn(String address) {
    JsonObject asked = parameters(URI.create(address).getRawQuery());
    String code = "code" + begun.size();
    begun.put(code, asked);
    return code;
  }

  static JsonObject parameters(String query) {
    JsonObject all = new JsonObject();
    for (String pair : query.split("&", -1)) {
      int cut = pair.indexOf('=');
      all.put(
          pair.substring(0, cut),
          URLDecoder.decode(pair.substring(cut + 1), StandardCharsets.UTF_8));
    }
    return all;
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/realm/.well-known/openid-configuration" -> send(request, 200, document());
      case "/realm/keys" ->
          send(request, 200, new JsonObject().put("keys", new JsonArray().add(key())));
      case "/realm/token" -> request.body().onSuccess(body -> redeem(request, body.toString()));
      case "/realm/me" -> send(request, 200, userInfo);
      default -> send(request, 404, new JsonObject());
    }
  }

  private JsonObject document() {
    return new JsonObject()
        .put("issuer", issuer())
        .put("authorization_endpoint", issuer() + "/auth")
        .put("token_endpoint", issuer() + "/token")
        .put("userinfo_endpoint", issuer() + "/me")
        .put("end_session_endpoint", issuer() + "/logout")
        .put("jwks_uri", issuer() + "/keys");
  }

  private JsonObject key() {
    RSAPublicKey open = (RSAPublicKey) keys.getPublic();
    return new JsonObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", "RS256")
        .put("kid", "key" + serial)
        .put("n", text(unsigned(open.getModulus().toByteArray())))
        .put("e", text(unsigned(open.getPublicExponent().toByteArray())));
  }

  private static byte[] unsigned(byte[] number) {
    return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
  }

  private void redeem(HttpServerRequest request, String body) {
    JsonObject given = parameters(body);
    JsonObject asked = begun.remove(given.getString("code"));
    verifier = given.getString("code_verifier", "");
    if (asked == null
        || !text(sha256(verifier)).equals(asked.getString("code_challenge"))
        || !asked.getString("redirect_uri").equals(given.getString("redirect_uri"))) {
      send(request, 400, new JsonObject().put("error", "invalid_grant"));
      return;
    }
    long now = System.currentTimeMillis() / 1000;
    JsonObject person =
        new JsonObject()
            .put("iss", issuer())
            .put("aud", "svara")
            .put("sub", "4711")
            .put("preferred_username", "Anna.Berg")
            .put("name", "Anna Berg")
            .put("groups", new JsonArray().add("tekniker"))
            .put("nonce", asked.getString("nonce"))
            .put("iat", now)
            .put("exp", now + 60);
    send(
        request,
        200,
        new JsonObject()
            .put("access_token", "opaque")
            .put("token_type", "Bearer")
            .put("expires_in", 60)
            .put("id_token", token.apply(signed(claims.apply(person), keys))));
  }

  /** A token in its compact form (RFC 7515), signed by a key. */
  String signed(JsonObject says, KeyPair by) {
    String head =
        text(new JsonObject().put("alg", "RS256").put("kid", "key" + serial).toString())
            + "."
            + text(says.toString());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(by.getPrivate());
      signature.update(head.getBytes(StandardCharsets.US_ASCII));
      return head + "." + text(signature.sign());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void send(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toBuffer());
  }
}
