package svara.web;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.people.Role;

/**
 * A provider of OpenID Connect that people sign in with.
 *
 * @param issuer as it names itself; its document is found under it (OpenID Connect Discovery 1.0)
 * @param trust PEM file of the authority that signed its certificate; null: those the JVM trusts
 * @param nameClaim what names the account here; made small letters
 * @param groupsClaim where groups stand; points go into objects, as {@code realm_access.roles}
 * @param groups which of them give which role
 */
public record OpenId(
    URI issuer,
    String clientId,
    String clientSecret,
    @Nullable Path trust,
    Set<String> scopes,
    String nameClaim,
    String groupsClaim,
    Map<Role, Set<String>> groups) {
  public OpenId {
    scopes = Set.copyOf(scopes);
    groups = Map.copyOf(groups);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OpenId[" + issuer + ", " + clientId + "]";
  }
}
