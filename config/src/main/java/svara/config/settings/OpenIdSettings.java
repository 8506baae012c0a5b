package svara.config.settings;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.people.Role;
import svara.web.OpenId;

/**
 * A provider of OpenID Connect, with which people sign in to the console.
 *
 * @param issuer null: people sign in by name and password alone
 * @param clientId null only without an issuer
 * @param trust PEM file of the authority that signed its certificate; null: those the JVM trusts
 * @param groups which of the provider's groups give a role
 */
public record OpenIdSettings(
    @Nullable URI issuer,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Path trust,
    List<String> scopes,
    String nameClaim,
    String groupsClaim,
    Map<Role, Set<String>> groups) {
  private static final Words TEXT = Words.of("1 to 300 letters", "[^\\p{Cntrl}]{1,300}");
  private static final Words SCOPE =
      Words.of("letters without a space", "[\\x21-\\x7e&&[^\"\\\\]]{1,200}");
  private static final String URL = "https://..., or http on this machine";

  public OpenIdSettings {
    scopes = List.copyOf(scopes);
    groups = Map.copyOf(groups);
  }

  static OpenIdSettings read(Section section) {
    OpenIdSettings settings =
        new OpenIdSettings(
            section.optional("issuer", "address", URL, OpenIdSettings::endpoint),
            section.optional("clientId", "text", TEXT.limits(), TEXT::parse),
            section.longSecret("clientSecret"),
            section.path("trust"),
            section.texts("scopes", "scopes", SCOPE, 20, List.of("openid", "profile", "email")),
            section.parsed("nameClaim", "claim", TEXT.limits(), "preferred_username", TEXT::parse),
            section.parsed("groupsClaim", "claim", TEXT.limits(), "groups", TEXT::parse),
            groups(section.section("groups")));
    settings.check(section);
    return settings;
  }

  private static Map<Role, Set<String>> groups(Section section) {
    Map<Role, Set<String>> groups = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      List<String> giving = section.texts(key(role), "groups", TEXT, 50, List.of());
      if (!giving.isEmpty()) {
        groups.put(role, Set.copyOf(giving));
      }
    }
    return groups;
  }

  private static String key(Role role) {
    return switch (role) {
      case TECHNICIAN -> "technician";
      case MANAGER -> "manager";
      case IT_COORDINATOR -> "itCoordinator";
      case SYSTEM_ADMINISTRATOR -> "systemAdministrator";
      case REQUESTER -> "requester";
      case ADMINISTRATOR -> "administrator";
    };
  }

  private void check(Section section) {
    if (issuer == null) {
      return;
    }
    if (clientId == null) {
      section.refuse("clientId", "nothing", "required with an issuer");
    }
    if (clientSecret == null) {
      section.refuse("clientSecret", "nothing", "required with an issuer");
    }
    if (groups.isEmpty()) {
      section.refuse("groups", "nothing", "required with an issuer: without one nobody gets in");
    }
    if (trust != null && !Files.isReadable(trust)) {
      section.refuse("trust", trust.toString(), "must be a file that can be read");
    }
  }

  private static URI endpoint(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || !("https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && onThisMachine(uri.getHost())))) {
      throw new IllegalArgumentException();
    }
    return uri;
  }

  private static boolean onThisMachine(String host) {
    return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
  }

  /** What is asked of it; nothing where none is set. */
  public Optional<OpenId> provider() {
    return issuer == null || clientId == null || clientSecret == null
        ? Optional.empty()
        : Optional.of(
            new OpenId(
                issuer,
                clientId,
                clientSecret.reveal(),
                trust,
                Set.copyOf(scopes),
                nameClaim,
                groupsClaim,
                groups));
  }
}
