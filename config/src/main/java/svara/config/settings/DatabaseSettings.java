package svara.config.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseAddress.Login;

/**
 * Where everything is kept.
 *
 * @param url an external PostgreSQL, {@code postgresql://host:5432/svara}; null for the embedded
 *     one
 * @param user the least-privilege role the engine works as
 * @param password of the user
 * @param ownerUser the role that owns the schema, for migrations alone
 * @param ownerPassword of the owner
 * @param embedded the server that runs when there is no url
 * @param connectionsMax connections of the pool
 * @param awayMax when the oldest unwritten command has waited so long, the exchange takes over
 */
public record DatabaseSettings(
    @Nullable String url,
    String user,
    @Nullable Secret password,
    String ownerUser,
    @Nullable Secret ownerPassword,
    EmbeddedDatabaseSettings embedded,
    int connectionsMax,
    Duration awayMax) {

  private static final Words URL =
      Words.of(
          "postgresql://host:port/name, without user or password",
          "postgresql://([A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]):([0-9]{1,5})/([A-Za-z0-9_-]{1,63})");
  private static final Words ROLE =
      Words.of("1 to 63 of a-z, 0-9 and _, a letter first", "[a-z][a-z0-9_]{0,62}");

  static DatabaseSettings read(Section section) {
    DatabaseSettings settings =
        new DatabaseSettings(
            section.optional("url", "address", URL.limits(), URL::parse),
            section.parsed("user", "text", ROLE.limits(), "svara_engine", ROLE::parse),
            section.secret("password"),
            section.parsed("ownerUser", "text", ROLE.limits(), "svara_owner", ROLE::parse),
            section.secret("ownerPassword"),
            EmbeddedDatabaseSettings.read(section.section("embedded")),
            section.count("connectionsMax", "connections", 2, 200, 16),
            section.duration(
                "awayMax", Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(2)));
    if (settings.url != null && settings.password == null) {
      section.refuse("password", "nothing", "required beside database.url");
    }
    if (settings.url != null && settings.ownerPassword == null) {
      section.refuse("ownerPassword", "nothing", "required beside database.url");
    }
    return settings;
  }

  /** The external server; nothing when Svara runs the database itself. */
  public Optional<DatabaseAddress> address() {
    if (url == null || password == null || ownerPassword == null) {
      return Optional.empty();
    }
    Matcher parts = URL.form().matcher(url);
    if (!parts.matches()) {
      throw new IllegalStateException("an address that was read does not match its form");
    }
    return Optional.of(
        new DatabaseAddress(
            parts.group(1),
            Integer.parseInt(parts.group(2)),
            parts.group(3),
            new Login(ownerUser, ownerPassword.reveal()),
            new Login(user, password.reveal())));
  }
}
