package svara.config.settings;

/**
 * What mail is taken in.
 *
 * @param sizeBytesMax a bigger message is refused at the intake
 */
public record MailSettings(int sizeBytesMax) {
  static MailSettings read(Section section) {
    return new MailSettings(
        section.count("sizeBytesMax", "bytes", 10_000, 100_000_000, 10_000_000));
  }
}
