package svara.engine.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import svara.engine.mail.MailBody.Fold;

/**
 * Finds what a mail only repeats (the mails before it) and its signature, in the forms that common
 * programs write in Swedish and English. What it is not sure of it leaves: a word too many is read
 * quickly, a hidden one never.
 */
public final class QuotedHistory {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final int LINES_MAX = 5_000;

  /** An attribution is broken over so many lines at most. */
  private static final int ATTRIBUTION_MAX = 3;

  private static final int HEADERS_WITHIN = 8;
  private static final int SIGNATURE_MAX = 15;
  private static final int LINE_MAX = 400;

  /** Outlook, Exchange, Samsung, Yahoo. */
  private static final Pattern ORIGINAL =
      Pattern.compile(
          "\\s*[-_*]{2,}\\s*(original ?message|original ?meddelande|originalmeddelande"
              + "|ursprungligt (?:meddelande|mejl|mail)|reply message|svarsmeddelande)\\s*[-_*]{2,}\\s*",
          FLAGS);

  /** Gmail, Apple Mail, Thunderbird, K-9, Outlook for Mac. */
  private static final Pattern ATTRIBUTION =
      Pattern.compile(
          "\\s*(den |on |le )?.{0,250}\\b(skrev|wrote)\\b(?: följande)?.{0,150}:\\s*", FLAGS);

  private static final Pattern FROM = header("från|from|avsändare");
  private static final Pattern SENT = header("skickat|sent|datum|date|skickades");
  private static final Pattern TO = header("till|to|ämne|subject|kopia|cc");
  private static final Pattern RULE = Pattern.compile("\\s*[_\\-]{5,}\\s*");
  private static final Pattern QUOTED = Pattern.compile("\\s{0,3}(>|\\|\\s).*");
  private static final Pattern DIGIT = Pattern.compile("\\d");

  /** What is passed on is the matter itself, whatever it looks like. */
  private static final Pattern FORWARD =
      Pattern.compile(
          "\\s*(vb|fw|fwd|vidarebefordrat|vidarebefordrar)\\s*:.*", FLAGS | Pattern.DOTALL);

  private static final Pattern FORWARDED =
      Pattern.compile(
          "\\s*([-_]{2,}\\s*)?(forwarded message|(vidarebefordrat|vidareskickat|vidarebefordrad)"
              + " (meddelande|brev|mejl|mail)|begin forwarded message|vidarebefordrat brev)\\s*:?\\s*([-_]{2,})?\\s*",
          FLAGS);

  private static final Pattern DASHES = Pattern.compile("--\\s?");
  private static final Pattern SENT_FROM =
      Pattern.compile(
          "\\s*((skickat|skickades|sänt|mejlat) (från|med|via) (min |mitt |e-post för |yahoo )?\\S.{0,60}"
              + "|(sent|mailed) from (my |mail for |yahoo )?\\S.{0,60}"
              + "|(hämta|skaffa|get|download) outlook (för|for) (ios|android|mac).{0,80})",
          FLAGS);
  private static final Pattern CLOSING =
      Pattern.compile(
          "\\s*((med )?(vänlig(a)?|bästa|varma|goda) häls?ning(ar)?|m\\.?v\\.?h\\.?|hälsningar"
              + "|(med )?vänligen|allt gott|(kind|best|warm)( regards)|regards|best wishes|sincerely|cheers)"
              + "\\s*[,.!]?(\\s+\\p{Lu}[\\p{L} .-]{0,60})?\\s*",
          FLAGS);

  private final List<Line> lines = new ArrayList<>();

  private record Line(String words, int from, int to) {
    boolean blank() {
      return words.isBlank();
    }

    boolean quoted() {
      return QUOTED.matcher(words).matches();
    }

    boolean is(Pattern pattern) {
      return words.length() <= LINE_MAX && pattern.matcher(words).matches();
    }
  }

  private QuotedHistory(String text) {
    int from = 0;
    while (from < text.length() && lines.size() < LINES_MAX) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end + 1;
      lines.add(new Line(text.substring(from, end < 0 ? to : end), from, to));
      from = to;
    }
  }

  private static Pattern header(String names) {
    return Pattern.compile("\\s*\\*?(" + names + ")\\*?\\s*:\\*?.*", FLAGS);
  }

  /** What of the text may be folded away; never all of it. */
  public static List<Fold> of(String subject, String text) {
    return new QuotedHistory(text).folds(FORWARD.matcher(subject).matches(), text.length());
  }

  private List<Fold> folds(boolean forward, int length) {
    if (lines.size() >= LINES_MAX) {
      return List.of();
    }
    List<Fold> folds = new ArrayList<>();
    int history = lines.size();
    for (int at = 0; at < lines.size() && !forward; at++) {
      if (lines.get(at).is(FORWARDED)) {
        // its own headers look like those of history
        return List.of();
      }
      int size = opening(at);
      if (size == 0) {
        continue;
      }
      if (said(0, at)) {
        history = interleaved(at + size) ? lines.size() : at;
      } else {
        int end = endOfQuote(at + size);
        if (end > at + size && said(end, lines.size())) {
          folds.add(fold(at, end));
        }
      }
      break;
    }
    int signature = signature(folds.isEmpty() ? 0 : after(folds.getFirst()), history);
    int until = Math.min(signature, history);
    if (until < lines.size()) {
      folds.add(new Fold(lines.get(until).from(), length));
    }
    return List.copyOf(folds);
  }

  private int after(Fold fold) {
    int at = 0;
    while (at < lines.size() && lines.get(at).from() < fold.to()) {
      at++;
    }
    return at;
  }

  private Fold fold(int from, int to) {
    return new Fold(lines.get(from).from(), lines.get(to - 1).to());
  }

  private boolean said(int from, int to) {
    return lines.subList(from, to).stream().anyMatch(line -> !line.blank() && !line.is(RULE));
  }

  /** How many lines that begin here lead to what was written before; none when they do not. */
  private int opening(int at) {
    Line line = lines.get(at);
    if (line.is(ORIGINAL)) {
      return 1;
    }
    if (line.is(FROM) && headersFollow(at)) {
      return 1;
    }
    if (line.is(RULE) && at + 1 < lines.size() && opensWithFrom(at + 1)) {
      return 2;
    }
    if (line.quoted() && quoteGoesOn(at + 1)) {
      // without a word about who wrote it: a quote of more than one line, to the end or at the top
      return 1;
    }
    return attribution(at);
  }

  private boolean quoteGoesOn(int from) {
    int next = from;
    while (next < lines.size() && lines.get(next).blank()) {
      next++;
    }
    return next < lines.size() && lines.get(next).quoted();
  }

  private boolean opensWithFrom(int at) {
    int next = at;
    while (next < lines.size() && lines.get(next).blank()) {
      next++;
    }
    return next < lines.size() && lines.get(next).is(FROM) && headersFollow(next);
  }

  /**
   * What programs write of a mail's headers above it; a person's own "Från:" has no such others.
   */
  private boolean headersFollow(int at) {
    boolean sent = false;
    boolean to = false;
    for (int i = at + 1; i < Math.min(lines.size(), at + HEADERS_WITHIN); i++) {
      sent |= lines.get(i).is(SENT);
      to |= lines.get(i).is(TO);
    }
    return sent && to;
  }

  private int attribution(int at) {
    if (lines.get(at).blank()) {
      return 0;
    }
    StringBuilder joined = new StringBuilder();
    for (int size = 1; size <= ATTRIBUTION_MAX && at + size <= lines.size(); size++) {
      String words = lines.get(at + size - 1).words();
      if (words.isBlank() || words.length() > LINE_MAX) {
        return 0;
      }
      joined.append(size == 1 ? "" : " ").append(words.strip());
      if (ATTRIBUTION.matcher(joined).matches()
          && DIGIT.matcher(joined).find()
          && leadsToQuote(at + size, joined.toString())) {
        return size;
      }
    }
    return 0;
  }

  /** A line that ends "skrev:" may stand in any text; a mail's date or address makes it one. */
  private boolean leadsToQuote(int at, String attribution) {
    return quoteGoesOn(at) || attribution.matches(".*(\\d{1,2}[:.]\\d{2}|\\d{4}|@).*");
  }

  private int endOfQuote(int from) {
    int at = from;
    while (at < lines.size() && (lines.get(at).blank() || lines.get(at).quoted())) {
      at++;
    }
    while (at > from && lines.get(at - 1).blank()) {
      at--;
    }
    return at;
  }

  /** Answers stand between the lines of the quote: then all of it is needed to understand them. */
  private boolean interleaved(int from) {
    boolean quote = from > 0 && lines.get(from - 1).quoted();
    for (int at = from; at < lines.size(); at++) {
      Line line = lines.get(at);
      if (line.quoted()) {
        quote = true;
      } else if (!line.blank() && quote) {
        return signature(at, lines.size()) != at;
      }
    }
    return false;
  }

  /** Where the signature begins, or the end when there is none. */
  private int signature(int from, int to) {
    int last = to;
    while (last > from && lines.get(last - 1).blank()) {
      last--;
    }
    for (int at = last - 1; at >= from && last - at <= SIGNATURE_MAX; at--) {
      Line line = lines.get(at);
      boolean begins = line.is(DASHES) || line.is(SENT_FROM) || line.is(CLOSING);
      if (begins && said(0, at)) {
        return earliest(from, at, last);
      }
    }
    return to;
  }

  /** A greeting above the dashes belongs to them. */
  private int earliest(int from, int found, int last) {
    int earliest = found;
    for (int at = found - 1; at >= from && last - at <= SIGNATURE_MAX; at--) {
      Line line = lines.get(at);
      if ((line.is(DASHES) || line.is(CLOSING)) && said(0, at)) {
        earliest = at;
      }
    }
    return earliest;
  }
}
