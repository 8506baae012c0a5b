package svara.engine.mail;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names for files that strangers have named: safe to save under on every system. */
public final class FileName {
  private static final int LETTERS_MAX = 150;
  private static final int EXTENSION_MAX = 10;

  /** Also what turns the letters round, so that a name looks like another. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\ufffd]+");

  private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"|?*/\\\\]");
  private static final Pattern RESERVED =
      Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> EXTENSIONS =
      Map.ofEntries(
          Map.entry("text/plain", "txt"),
          Map.entry("text/html", "html"),
          Map.entry("text/calendar", "ics"),
          Map.entry("text/vcard", "vcf"),
          Map.entry("text/csv", "csv"),
          Map.entry("message/rfc822", "eml"),
          Map.entry("message/delivery-status", "txt"),
          Map.entry("text/rfc822-headers", "txt"),
          Map.entry("application/pdf", "pdf"),
          Map.entry("application/ms-tnef", "dat"),
          Map.entry("application/pgp-signature", "asc"),
          Map.entry("application/pkcs7-signature", "p7s"),
          Map.entry("application/x-pkcs7-signature", "p7s"),
          Map.entry("application/pkcs7-mime", "p7m"),
          Map.entry("application/zip", "zip"),
          Map.entry("audio/wav", "wav"),
          Map.entry("image/jpeg", "jpg"),
          Map.entry("image/png", "png"),
          Map.entry("image/gif", "gif"),
          Map.entry("image/tiff", "tif"));

  private FileName() {}

  /**
   * The name made safe; one by its type where nothing is left of it.
   *
   * @param given as it stands in the mail, or empty
   * @param mediaType in small letters
   * @param place counts the mail's files, from 1
   */
  public static String safe(String given, String mediaType, int place) {
    String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    String seen = INVISIBLE.matcher(last).replaceAll("");
    String name = cut(FORBIDDEN.matcher(seen).replaceAll("_").strip());
    // Windows drops dots at the end; a dot at the beginning hides the file
    String whole = name.replaceAll("^[. ]+|[. ]+$", "");
    if (whole.isEmpty()) {
      return "bilaga-" + place + "." + EXTENSIONS.getOrDefault(mediaType, "bin");
    }
    return RESERVED.matcher(whole.toLowerCase(Locale.ROOT)).matches() ? "_" + whole : whole;
  }

  /** In the middle, so that it keeps what says its kind. */
  private static String cut(String name) {
    int letters = name.codePointCount(0, name.length());
    if (letters <= LETTERS_MAX) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= EXTENSION_MAX ? name.substring(dot) : "";
    int kept = name.offsetByCodePoints(0, LETTERS_MAX - extension.length());
    return name.substring(0, kept) + extension;
  }
}
