package svara.engine.mail;

import java.util.List;

/**
 * What a mail holds beside its headers.
 *
 * @param text to be read, of its plain parts, or of its HTML where there are none; may be empty
 * @param folds what of the text is shown only when asked for, in order
 * @param formatted it also has HTML
 * @param files that came with it
 * @param flaw what could not be understood of the mail, or empty
 */
public record MailBody(
    String text, List<Fold> folds, boolean formatted, List<MailFile> files, String flaw) {
  public MailBody {
    folds = List.copyOf(folds);
    files = List.copyOf(files);
  }

  /** A plain text of a person's own words. */
  public static MailBody of(String text) {
    return new MailBody(text, List.of(), false, List.of(), "");
  }

  /**
   * A part of the text, in Java's chars.
   *
   * @param from the first
   * @param to after the last
   */
  public record Fold(int from, int to) {}
}
