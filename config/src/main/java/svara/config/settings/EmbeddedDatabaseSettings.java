package svara.config.settings;

import java.nio.file.Path;

/**
 * The database that Svara runs itself when no url is set.
 *
 * @param folder where its programs, data and passwords are kept
 * @param port on the loopback
 * @param user whom it runs as when Svara is started as root; empty for {@code postgres} where there
 *     is one, else {@code nobody}
 */
public record EmbeddedDatabaseSettings(Path folder, int port, String user) {
  private static final Words USER =
      Words.of("1 to 32 of a-z, 0-9, _ and -", "[a-z_][a-z0-9_-]{0,31}");

  static EmbeddedDatabaseSettings read(Section section) {
    String user = section.optional("user", "text", USER.limits(), USER::parse);
    return new EmbeddedDatabaseSettings(
        section.path("folder", "data/postgres"),
        section.count("port", "port", 1, 65535, 5433),
        user == null ? "" : user);
  }
}
