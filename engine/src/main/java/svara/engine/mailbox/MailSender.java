package svara.engine.mailbox;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a mail says it is from. Programs write this header in ways that no grammar has, and a mail
 * whose sender is lost can not be answered: so the first thing that is an address counts.
 *
 * @param address in small letters
 * @param name decoded, or empty
 */
record MailSender(String address, String name) {
  private static final int LENGTH_MAX = 5_000;
  private static final int NAME_MAX = 200;
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  /** What the console's own settings take for an address, and no more. */
  private static final String ADDRESS =
      "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[\\p{L}\\p{N}.-]{1,190}";

  private static final Pattern ANGLED =
      Pattern.compile("<\\s*(?:(?:@[^:<>]*|mailto):)?(" + ADDRESS + ")\\s*>");
  private static final Pattern BARE = Pattern.compile("(?<![^\\s<,;:('\\[])" + ADDRESS);
  private static final Pattern COMMENT = Pattern.compile("\\(([^()]{1,200})\\)\\s*$");

  /** Reads one header; empty when it names nobody that can be written to. */
  static Optional<MailSender> of(String header) {
    String written = header.substring(0, Math.min(header.length(), LENGTH_MAX));
    // a name in quotes may hold another address
    String bare = HeaderText.bare(QUOTED.matcher(written).replaceAll(" "));
    Matcher angled = ANGLED.matcher(bare);
    if (angled.find()) {
      int end = written.indexOf("<" + angled.group(1));
      String before =
          end < 0
              ? written.substring(0, Math.max(0, written.lastIndexOf('<')))
              : written.substring(0, end);
      return sender(angled.group(1), before);
    }
    // what stands in angles and is no address is none in part either
    Matcher found = BARE.matcher(bare.replaceAll("<[^<>]*>", " "));
    if (!found.find()) {
      return Optional.empty();
    }
    Matcher comment = COMMENT.matcher(bare);
    return sender(found.group(), comment.find() ? comment.group(1) : "");
  }

  /** The name alone, where there is no address. */
  static String nameOf(String header) {
    return name(
        header.substring(0, Math.min(header.length(), LENGTH_MAX)).replaceAll("<[^<>]*>", ""));
  }

  private static Optional<MailSender> sender(String found, String name) {
    String address = found.replaceAll("[.']+$", "");
    int at = address.indexOf('@');
    try {
      String domain = IDN.toASCII(address.substring(at + 1), IDN.ALLOW_UNASSIGNED);
      return domain.isBlank() || domain.startsWith(".") || domain.contains("..")
          ? Optional.empty()
          : Optional.of(
              new MailSender(
                  (address.substring(0, at + 1) + domain).toLowerCase(Locale.ROOT), name(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String name(String written) {
    String name = HeaderText.of(written.strip().replaceAll("^\"|\"$", "").replace("\\\"", "\""));
    return MailText.line(name.replaceAll("^[\"']+|[\"',]+$", ""), NAME_MAX);
  }
}
