package svara.config.settings;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.mailbox.OAuthTokens;
import svara.engine.mailbox.SignIn;

/**
 * How tokens are had that a mail server takes instead of a password.
 *
 * @param tokenUrl the endpoint; null: a password is used
 * @param clientId null only without an endpoint
 * @param refreshToken that tokens are renewed by; null: by the client's own secret
 * @param scope null for none
 */
public record OAuthSettings(
    @Nullable URI tokenUrl,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Secret refreshToken,
    @Nullable String scope) {
  private static final Words TEXT = Words.of("1 to 300 letters", "[^\\p{Cntrl}]{1,300}");
  private static final String URL = "https://..., or http on this machine";

  static OAuthSettings read(Section section) {
    OAuthSettings settings =
        new OAuthSettings(
            section.optional("tokenUrl", "address", URL, OAuthSettings::endpoint),
            section.optional("clientId", "text", TEXT.limits(), TEXT::parse),
            section.longSecret("clientSecret"),
            section.longSecret("refreshToken"),
            section.optional("scope", "text", TEXT.limits(), TEXT::parse));
    if (settings.isSet() && settings.clientId == null) {
      section.refuse("clientId", "nothing", "required with a tokenUrl");
    }
    if (settings.isSet() && settings.clientSecret == null && settings.refreshToken == null) {
      section.refuse("clientSecret", "nothing", "required, unless there is a refreshToken");
    }
    return settings;
  }

  private static URI endpoint(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null
        || uri.getUserInfo() != null
        || !("https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && onThisMachine(uri.getHost())))) {
      throw new IllegalArgumentException();
    }
    return uri;
  }

  private static boolean onThisMachine(String host) {
    return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
  }

  boolean isSet() {
    return tokenUrl != null;
  }

  /**
   * What signs in with tokens; nothing where none are set.
   *
   * @param data the engine's folder
   * @param name of who signs in, different from every other's
   */
  Optional<SignIn> signIn(Path data, String name) {
    return tokenUrl == null || clientId == null
        ? Optional.empty()
        : Optional.of(
            new OAuthTokens(
                new OAuthTokens.Client(
                    tokenUrl,
                    clientId,
                    clientSecret == null ? "" : clientSecret.reveal(),
                    refreshToken == null ? "" : refreshToken.reveal(),
                    Objects.requireNonNullElse(scope, "")),
                data.resolve("oauth").resolve(name),
                InstantSource.system()));
  }
}
