package svara.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a log tells who called or wrote, or what was said. */
final class LogPrivacy {
  private static final Pattern BETWEEN_DIGITS = Pattern.compile("(?<=\\d)[ ()/-]+(?=\\d)");

  private LogPrivacy() {}

  /**
   * The lines that tell one of the secrets.
   *
   * @param secrets names, addresses and texts as they were given; numbers as nine digits or more,
   *     which are found however they are written
   */
  static List<String> told(String log, List<String> secrets) {
    return log.lines().filter(line -> secrets.stream().anyMatch(in(line)::contains)).toList();
  }

  private static String in(String line) {
    String small = line.toLowerCase(Locale.ROOT);
    return small + "\n" + BETWEEN_DIGITS.matcher(small).replaceAll("");
  }
}
