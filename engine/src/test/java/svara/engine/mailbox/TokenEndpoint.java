package svara.engine.mailbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A token endpoint (RFC 6749) on the loopback. Tokens live for a few seconds, and each refresh
 * token is good for one renewal.
 */
public final class TokenEndpoint implements AutoCloseable {
  public static final Duration LIFE = Duration.ofSeconds(5);

  private final HttpServer server;
  private final Map<String, Instant> living = new ConcurrentHashMap<>();
  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private volatile String refreshToken = "refresh-0";
  private volatile String refusal = "";
  private volatile boolean down;
  private volatile Consumer<String> issued = _ -> {};

  public TokenEndpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 10);
    server.createContext("/token", this::answer);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  public OAuthTokens.Client client(String refreshToken) {
    return new OAuthTokens.Client(uri(), "svara", "hemligt+&=", refreshToken, "mail.all offline");
  }

  /** Told of every token that is given. */
  void onIssued(Consumer<String> issued) {
    this.issued = issued;
  }

  /** Whether a mail server would let somebody in with it now. */
  public boolean lives(String token) {
    Instant end = living.get(token);
    return end != null && Instant.now().isBefore(end);
  }

  public List<Map<String, String>> asked() {
    return asked;
  }

  /** Gives no token any more. */
  public void refuse(String error) {
    refusal = error;
  }

  public void down(boolean down) {
    this.down = down;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form =
          form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(form);
      String said = said(form);
      byte[] body = said.getBytes(StandardCharsets.UTF_8);
      int status = said.contains("access_token") ? 200 : 400;
      exchange.sendResponseHeaders(down ? 503 : status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized String said(Map<String, String> form) {
    if (down) {
      return "<html>away</html>";
    }
    if (!refusal.isEmpty() || !"hemligt+&=".equals(form.get("client_secret"))) {
      return new JsonObject()
          .put("error", "invalid_client")
          .put("error_description", refusal)
          .encode();
    }
    boolean renewal = "refresh_token".equals(form.get("grant_type"));
    if (renewal && !refreshToken.equals(form.get("refresh_token"))) {
      return "{\"error\":\"invalid_grant\",\"error_description\":\"used before\"}";
    }
    String token = "access-" + asked.size();
    living.put(token, Instant.now().plus(LIFE));
    issued.accept(token);
    String another = "";
    if (renewal) {
      refreshToken = "refresh-" + asked.size();
      another = ",\"refresh_token\":\"" + refreshToken + "\"";
    }
    return "{\"token_type\":\"Bearer\",\"access_token\":\"%s\",\"expires_in\":%d%s}"
        .formatted(token, LIFE.toSeconds(), another);
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String field : body.split("&")) {
      String[] pair = field.split("=", 2);
      form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
