package svara.config.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.directory.DirectoryAccess;

/**
 * The directory that says who works here.
 *
 * @param host of the server; null: people come from lists alone
 * @param every from one time to the next
 * @param leaversPercentMax of those who work here; when more leave at once, nothing is changed
 */
public record DirectorySettings(
    @Nullable String host,
    int port,
    DirectoryAccess.Security security,
    @Nullable Path trust,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable String base,
    String filter,
    Attributes attributes,
    Duration every,
    int leaversPercentMax,
    int peopleMax) {
  private static final Words HOST =
      Words.of("a host name or address", "[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|[0-9a-fA-F:.]{2,45}");
  private static final Words TEXT = Words.of("1 to 500 letters", "[^\\p{Cntrl}]{1,500}");
  private static final Words FILTER =
      Words.of("a filter in parentheses", "\\([^\\p{Cntrl}]{1,998}\\)");
  private static final Words ATTRIBUTE =
      Words.of("the name of an attribute", "[A-Za-z][A-Za-z0-9;-]{0,99}");
  private static final String PEOPLE = "(&(objectClass=person)(mail=*))";
  private static final Duration ANSWER_MAX = Duration.ofMinutes(1);

  /** Where each thing about a person stands; the first attribute that an entry has. */
  public record Attributes(
      List<String> id,
      List<String> email,
      List<String> name,
      List<String> department,
      List<String> numbers,
      List<String> aliases,
      List<String> manager) {
    static Attributes read(Section section) {
      return new Attributes(
          names(section, "id", "objectGUID", "entryUUID"),
          names(section, "email", "mail"),
          names(section, "name", "displayName", "cn"),
          names(section, "department", "department", "departmentNumber", "ou"),
          names(section, "numbers", "telephoneNumber", "mobile", "otherTelephone", "ipPhone"),
          names(section, "aliases", "proxyAddresses", "mailAlternateAddress"),
          names(section, "manager", "manager"));
    }

    private static List<String> names(Section section, String name, String... fallback) {
      return section.texts(name, "attributes", ATTRIBUTE, 20, List.of(fallback));
    }
  }

  static DirectorySettings read(Section section) {
    DirectorySettings settings =
        new DirectorySettings(
            section.optional("host", "address", HOST.limits(), HOST::parse),
            section.count("port", "port", 1, 65535, 636),
            section.choice("security", DirectoryAccess.Security.TLS),
            section.path("trust"),
            section.optional("user", "text", TEXT.limits(), TEXT::parse),
            section.secret("password"),
            section.optional("base", "text", TEXT.limits(), TEXT::parse),
            section.parsed("filter", "filter", FILTER.limits(), PEOPLE, FILTER::parse),
            Attributes.read(section.section("attributes")),
            section.duration(
                "every", Duration.ofMinutes(5), Duration.ofHours(168), Duration.ofHours(24)),
            section.count("leaversPercentMax", "percent", 0, 100, 5),
            section.count("peopleMax", "people", 1, 1_000_000, 100_000));
    settings.check(section);
    return settings;
  }

  private void check(Section section) {
    if (host == null) {
      return;
    }
    if (base == null) {
      section.refuse("base", "nothing", "required with a host");
    }
    if (user != null && password == null) {
      section.refuse("password", "nothing", "required with a user");
    }
    if (security == DirectoryAccess.Security.PLAIN && !onThisMachine(host)) {
      section.refuse("security", "plain", "allowed on this machine alone: use tls or starttls");
    }
  }

  private static boolean onThisMachine(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      // a name, which may lead anywhere
      return false;
    }
  }

  /** How it is read; nothing where no directory is set. */
  public Optional<DirectoryAccess> access() {
    return host == null || base == null
        ? Optional.empty()
        : Optional.of(
            new DirectoryAccess(
                host,
                port,
                security,
                trust,
                Objects.requireNonNullElse(user, ""),
                password == null ? "" : password.reveal(),
                base,
                filter,
                attributes.id(),
                attributes.email(),
                attributes.name(),
                attributes.department(),
                attributes.numbers(),
                attributes.aliases(),
                attributes.manager(),
                peopleMax,
                ANSWER_MAX));
  }
}
