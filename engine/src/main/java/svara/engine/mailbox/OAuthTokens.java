package svara.engine.mailbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signs in with access tokens (OAuth 2.0, RFC 6749): by a refresh token (section 6) where one is
 * set, else by client credentials (4.4). A token is renewed when four fifths of its life are over.
 * What a server or the endpoint says is told; no token or secret ever is.
 */
public final class OAuthTokens implements SignIn {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final Duration UNTOLD_LIFE = Duration.ofMinutes(5);
  private static final Duration LIFE_MAX = Duration.ofDays(1);
  private static final int ANSWER_BYTES_MAX = 256 * 1024;
  private static final int WORDS_MAX = 200;

  private final Client client;
  private final KeptRefreshToken refresh;
  private final InstantSource clock;
  private @Nullable HttpClient http;
  private @Nullable Token token;

  /**
   * Who asks whom for tokens.
   *
   * @param endpoint the token endpoint
   * @param secret of the client, or empty
   * @param refreshToken or empty: then by client credentials
   * @param scope or empty
   */
  public record Client(URI endpoint, String id, String secret, String refreshToken, String scope) {
    /** Without secrets. */
    @Override
    public String toString() {
      return "%s at %s".formatted(id, endpoint);
    }
  }

  private record Token(String value, Instant renewAt) {}

  /**
   * Asks for nothing yet.
   *
   * @param kept where the newest refresh token is kept
   */
  public OAuthTokens(Client client, Path kept, InstantSource clock) {
    this.client = client;
    this.refresh = new KeptRefreshToken(client.refreshToken(), kept);
    this.clock = clock;
  }

  @Override
  public boolean token() {
    return true;
  }

  @Override
  public synchronized void refused() {
    token = null;
  }

  @Override
  public synchronized String secret() throws MessagingException {
    Token had = token;
    if (had != null && clock.instant().isBefore(had.renewAt)) {
      return had.value;
    }
    Token fresh = ask();
    token = fresh;
    return fresh.value;
  }

  private Token ask() throws MessagingException {
    HttpRequest request =
        HttpRequest.newBuilder(client.endpoint())
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(form()))
            .build();
    Instant asked = clock.instant();
    try {
      HttpResponse<InputStream> answer = http().send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return read(answer.statusCode(), body.readNBytes(ANSWER_BYTES_MAX), asked);
      }
    } catch (IOException e) {
      throw new MessagingException("the token endpoint does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("interrupted");
    }
  }

  private HttpClient http() {
    HttpClient had = http;
    if (had == null) {
      had = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();
      http = had;
    }
    return had;
  }

  private String form() {
    Map<String, String> fields = new LinkedHashMap<>();
    String newest = refresh.newest();
    if (newest.isEmpty()) {
      fields.put("grant_type", "client_credentials");
    } else {
      fields.put("grant_type", "refresh_token");
      fields.put("refresh_token", newest);
    }
    fields.put("client_id", client.id());
    fields.put("client_secret", client.secret());
    fields.put("scope", client.scope());
    return fields.entrySet().stream()
        .filter(field -> !field.getValue().isEmpty())
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Token read(int status, byte[] body, Instant asked) throws MessagingException {
    JsonObject said = json(body);
    String value = word(said, "access_token");
    if (status == 200 && !value.isEmpty()) {
      String another = word(said, "refresh_token");
      if (!another.isEmpty() && !refresh.newest().isEmpty()) {
        refresh.keep(another);
      }
      Duration life = life(said);
      return new Token(value, asked.plus(life.multipliedBy(4).dividedBy(5)));
    }
    String words = "the token endpoint says %d %s".formatted(status, reason(said));
    // RFC 6749, 5.2; anything else may pass by itself
    throw status == 400 || status == 401 || status == 403
        ? new TokenRefused(words)
        : new MessagingException(words);
  }

  private static JsonObject json(byte[] body) {
    try {
      return new JsonObject(new String(body, StandardCharsets.UTF_8));
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }

  private static String word(JsonObject said, String name) {
    return said.getValue(name) instanceof String word ? word : "";
  }

  /** Told in seconds, by some in a text. */
  private static Duration life(JsonObject said) {
    try {
      Object told = said.getValue("expires_in");
      Duration life =
          told == null ? UNTOLD_LIFE : Duration.ofSeconds((long) Double.parseDouble(told + ""));
      return life.isNegative() || life.compareTo(LIFE_MAX) > 0 ? LIFE_MAX : life;
    } catch (NumberFormatException | ArithmeticException e) {
      return UNTOLD_LIFE;
    }
  }

  private static String reason(JsonObject said) {
    String reason = word(said, "error") + " " + word(said, "error_description");
    String line = reason.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= WORDS_MAX ? line : line.substring(0, WORDS_MAX);
  }

  @Override
  public String toString() {
    return client.toString();
  }
}
