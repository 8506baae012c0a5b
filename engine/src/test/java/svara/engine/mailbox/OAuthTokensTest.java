package svara.engine.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.MessagingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens from a real endpoint, by a clock that is handed in. */
@Timeout(60)
class OAuthTokensTest {
  @TempDir Path folder;

  private TokenEndpoint endpoint;
  private Instant now = Instant.parse("2026-03-02T08:00:00Z");

  @BeforeEach
  void open() throws Exception {
    endpoint = new TokenEndpoint();
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  private OAuthTokens tokens(String refreshToken) {
    return new OAuthTokens(
        endpoint.client(refreshToken), folder.resolve("oauth/helpdesk"), () -> now);
  }

  @Test
  void clientCredentialsAreShownAndTheTokenUsedUntilMostOfItsLifeIsOver() throws Exception {
    OAuthTokens tokens = tokens("");
    String first = tokens.secret();
    assertEquals(
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "svara",
            "client_secret", "hemligt+&=",
            "scope", "mail.all offline"),
        endpoint.asked().getFirst());
    now = now.plusMillis(3_999);
    assertEquals(first, tokens.secret());
    now = now.plusMillis(1);
    assertNotEquals(first, tokens.secret());
    assertEquals(2, endpoint.asked().size());
    assertFalse(Files.exists(folder.resolve("oauth")));
  }

  @Test
  void aTokenThatAServerDoesNotWantIsNotShownTwice() throws Exception {
    OAuthTokens tokens = tokens("");
    String first = tokens.secret();
    tokens.refused();
    assertNotEquals(first, tokens.secret());
  }

  @Test
  void eachRenewalUsesTheNewestRefreshTokenAlsoAfterARestart() throws Exception {
    OAuthTokens tokens = tokens("refresh-0");
    tokens.secret();
    now = now.plus(TokenEndpoint.LIFE);
    tokens.secret();
    now = now.plus(TokenEndpoint.LIFE);
    tokens("refresh-0").secret();

    assertEquals(3, endpoint.asked().size());
    assertEquals("refresh-2", endpoint.asked().getLast().get("refresh_token"));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("oauth/helpdesk"))));
  }

  @Test
  void aRefreshTokenThatIsSetAnewCountsAgain() throws Exception {
    tokens("refresh-0").secret();
    MessagingException refused =
        assertThrows(TokenRefused.class, () -> tokens("refresh-other").secret());
    assertEquals("refresh-other", endpoint.asked().getLast().get("refresh_token"));
    assertTrue(refused.getMessage().contains("invalid_grant used before"), refused.getMessage());
  }

  @Test
  void aRefusalIsToldApartFromAnEndpointThatIsAway() throws Exception {
    OAuthTokens tokens = tokens("");
    endpoint.refuse("the secret has\r\n run out");
    TokenRefused refused = assertThrows(TokenRefused.class, tokens::secret);
    assertEquals(
        "the token endpoint says 400 invalid_client the secret has run out", refused.getMessage());
    endpoint.down(true);
    MessagingException away = assertThrows(MessagingException.class, tokens::secret);
    assertFalse(away instanceof TokenRefused);
    endpoint.close();
    assertFalse(assertThrows(MessagingException.class, tokens::secret) instanceof TokenRefused);
  }

  @Test
  void noSecretStandsInWhatIsLogged() throws Exception {
    OAuthTokens tokens = tokens("refresh-0");
    tokens.secret();
    assertEquals("svara at " + endpoint.uri(), tokens.toString());
    endpoint.refuse("no");
    now = now.plus(Duration.ofHours(1));
    String words =
        assertInstanceOf(TokenRefused.class, assertThrows(MessagingException.class, tokens::secret))
            .getMessage();
    assertFalse(words.contains("hemligt") || words.contains("refresh-"), words);
  }
}
