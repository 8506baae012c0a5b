package svara.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.people.Role;

/**
 * Whom a provider says somebody is.
 *
 * @param subject issuer and subject, which together never change
 * @param idToken to be shown when signing out there
 */
record OpenIdPerson(String subject, String name, String fullName, Set<Role> roles, String idToken) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,99}");
  private static final Duration LEEWAY = Duration.ofMinutes(1);
  private static final int SUBJECT_MAX = 255;
  private static final int FULL_NAME_MAX = 200;

  OpenIdPerson {
    roles = Set.copyOf(roles);
  }

  /**
   * Holds a token's claims, whose signature has been verified, against what OpenID Connect Core 1.0
   * wants of them (3.1.3.7).
   *
   * @return what is wrong, or null
   */
  static @Nullable String wrong(
      JsonObject claims, OpenId provider, String issuer, String nonce, Instant now) {
    if (!issuer.equals(claims.getValue("iss"))) {
      return "another issuer";
    }
    List<String> audience = words(claims.getValue("aud"));
    if (!audience.contains(provider.clientId())) {
      return "meant for somebody else";
    }
    Object party = claims.getValue("azp");
    if ((audience.size() > 1 || party != null) && !provider.clientId().equals(party)) {
      return "given to somebody else";
    }
    if (!(claims.getValue("exp") instanceof Number end)
        || !Instant.ofEpochSecond(end.longValue()).plus(LEEWAY).isAfter(now)) {
      return "too old";
    }
    if (!(claims.getValue("iat") instanceof Number made)
        || Instant.ofEpochSecond(made.longValue()).minus(LEEWAY).isAfter(now)) {
      return "made in the future";
    }
    if (!nonce.equals(claims.getValue("nonce"))) {
      return "of another try";
    }
    return subject(claims).isEmpty() ? "without a subject" : null;
  }

  /** Who it is, by claims that have been found right. */
  static OpenIdPerson of(JsonObject claims, OpenId provider, String issuer, String idToken) {
    String name = text(claims.getValue(provider.nameClaim())).toLowerCase(Locale.ROOT);
    String fullName = text(claims.getValue("name")).replaceAll("\\p{Cntrl}", " ");
    return new OpenIdPerson(
        issuer + " " + subject(claims),
        NAME.matcher(name).matches() ? name : "",
        fullName.substring(0, Math.min(FULL_NAME_MAX, fullName.length())),
        roles(words(at(claims, provider.groupsClaim())), provider.groups()),
        idToken);
  }

  private static Set<Role> roles(List<String> theirs, Map<Role, Set<String>> groups) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    groups.forEach((role, giving) -> {
      if (giving.stream().anyMatch(theirs::contains)) {
        roles.add(role);
      }
    });
    return roles;
  }

  private static String subject(JsonObject claims) {
    String subject = text(claims.getValue("sub"));
    return subject.length() <= SUBJECT_MAX ? subject : "";
  }

  /** A claim, by its own name or by the way to it. */
  static @Nullable Object at(JsonObject claims, String path) {
    if (claims.containsKey(path)) {
      return claims.getValue(path);
    }
    Object here = claims;
    for (String step : path.split("\\.", -1)) {
      here = here instanceof JsonObject object ? object.getValue(step) : null;
    }
    return here;
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text.strip() : "";
  }

  private static List<String> words(@Nullable Object value) {
    return switch (value) {
      case String one -> List.of(one);
      case JsonArray many -> {
        Set<String> words = new LinkedHashSet<>();
        many.forEach(word -> words.add(String.valueOf(word)));
        yield List.copyOf(words);
      }
      case null, default -> List.of();
    };
  }
}
