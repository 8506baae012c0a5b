package svara.config.settings;

/**
 * What mail is taken in.
 *
 * @param sizeBytesMax a bigger message is kept as it came, and not read
 */
public record MailSettings(int sizeBytesMax) {
  static MailSettings read(Section section) {
    return new MailSettings(section.count("sizeBytesMax", "bytes", 10_000, 30_000_000, 10_000_000));
  }
}
