package svara.config.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is kept.
 *
 * @param url an external PostgreSQL, {@code postgresql://host:5432/svara}; null for the embedded
 *     one
 * @param user the least-privilege role the engine works as
 * @param password of the user
 * @param ownerUser the role that owns the schema, for migrations alone
 * @param ownerPassword of the owner
 * @param folder of the embedded server
 * @param port of the embedded server
 * @param connectionsMax connections of the pool
 * @param awayMax when the oldest unwritten command has waited so long, the exchange takes over
 */
public record DatabaseSettings(
    @Nullable String url,
    String user,
    @Nullable Secret password,
    String ownerUser,
    @Nullable Secret ownerPassword,
    Path folder,
    int port,
    int connectionsMax,
    Duration awayMax) {

  private static final Words URL =
      Words.of(
          "postgresql://host:port/name, without user or password",
          "postgres(ql)?://[A-Za-z0-9.\\[\\]:_-]+/[A-Za-z0-9_-]+(\\?[A-Za-z0-9_=&./-]*)?");
  private static final Words ROLE =
      Words.of("1 to 63 of a-z, 0-9 and _, a letter first", "[a-z][a-z0-9_]{0,62}");

  static DatabaseSettings read(Section section) {
    DatabaseSettings settings =
        new DatabaseSettings(
            section.optional("url", "address", URL.limits(), URL::parse),
            section.parsed("user", "text", ROLE.limits(), "svara", ROLE::parse),
            section.secret("password"),
            section.parsed("ownerUser", "text", ROLE.limits(), "svara_owner", ROLE::parse),
            section.secret("ownerPassword"),
            section.parsed("folder", "path", "1 to 500 letters", "data/postgres", Paths::parse),
            section.count("port", "port", 1, 65535, 5433),
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

  /** Whether Svara runs the database itself. */
  public boolean embedded() {
    return url == null;
  }
}
