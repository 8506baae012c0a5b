package svara.config.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the exchange is reached.
 *
 * @param ami the manager interface
 * @param resync how often the engine compares its state with the exchange's list of channels
 * @param messages the folder that the exchange records voice messages into, or null
 */
public record TelephonySettings(AmiSettings ami, Duration resync, @Nullable Path messages) {

  /**
   * The manager interface of Asterisk.
   *
   * @param ping a round trip this often shows that the connection lives
   * @param degradedAfter without a round trip for so long the heartbeat stops
   * @param dropAfter without a round trip for so long the connection is made anew
   */
  public record AmiSettings(
      String host,
      int port,
      String user,
      Secret secret,
      Duration connectTimeout,
      Duration ping,
      Duration degradedAfter,
      Duration dropAfter) {

    private static final Words HOST =
        Words.of("a host name or address", "[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?|::1");
    private static final Words USER =
        Words.of("1 to 40 of A-Z, a-z, 0-9, _ and -", "[A-Za-z0-9_-]{1,40}");

    static AmiSettings read(Section section) {
      Secret secret = section.secret("secret");
      if (secret == null) {
        section.refuse("secret", "nothing", "required: the manager user's secret at the exchange");
      }
      return new AmiSettings(
          section.parsed("host", "address", HOST.limits(), "127.0.0.1", HOST::parse),
          section.count("port", "port", 1, 65535, 5038),
          section.parsed("user", "text", USER.limits(), "svara", USER::parse),
          secret == null ? new Secret("") : secret,
          section.duration(
              "connectTimeout",
              Duration.ofMillis(100),
              Duration.ofSeconds(60),
              Duration.ofSeconds(5)),
          section.duration(
              "ping", Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(2)),
          section.duration(
              "degradedAfter",
              Duration.ofMillis(500),
              Duration.ofSeconds(30),
              Duration.ofSeconds(3)),
          section.duration(
              "dropAfter", Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(6)));
    }

    /** Refuses a broken order of the times. */
    void check(Section section) {
      TimesSettings.inOrder(section, "degradedAfter", degradedAfter, "telephony.ami.ping", ping);
      TimesSettings.inOrder(
          section, "dropAfter", dropAfter, "telephony.ami.degradedAfter", degradedAfter);
    }
  }

  static TelephonySettings read(Section section) {
    return new TelephonySettings(
        AmiSettings.read(section.section("ami")),
        section.duration(
            "resync", Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofSeconds(30)),
        section.path("messages"));
  }
}
