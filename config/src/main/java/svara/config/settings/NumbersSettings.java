package svara.config.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import svara.engine.people.DialRules;

/**
 * What telephone numbers mean here.
 *
 * @param dial which numbers the helpdesk calls back
 * @param shared numbers that many people call from: they recognise nobody
 * @param extensions internal extensions and the direct number's beginning: {@code 4xx} with {@code
 *     +46846500} makes 412 the same line as +46846500412
 */
public record NumbersSettings(DialRules dial, List<String> shared, Map<String, String> extensions) {
  private static final Words BEGINNING = Words.of("+ and 1 to 14 digits", "\\+[1-9][0-9]{0,13}");
  private static final Words NUMBER =
      Words.of(
          "an extension of 3 to 5 digits, or + and 7 to 15 digits",
          "[0-9]{3,5}|\\+[1-9][0-9]{6,14}");
  private static final Words PATTERN =
      Words.of("3 to 5 of digits and x for any digit", "(?=.{3,5}$)[0-9]*x*");
  private static final Words RANGE =
      Words.of(
          "a number of 2 to 8 digits, or two of one length with - between",
          "[0-9]{2,8}(-[0-9]{2,8})?");
  // premium and mass-calling numbers; emergency and short ones are known without being named here
  private static final List<String> NEVER = List.of("+46900", "+46939", "+46944", "+4699");

  public NumbersSettings {
    shared = List.copyOf(shared);
    extensions = Map.copyOf(extensions);
  }

  static NumbersSettings read(Section section) {
    return new NumbersSettings(
        new DialRules(
            section.texts("allow", "numbers", BEGINNING, 100, List.of("+46")),
            section.texts("deny", "numbers", BEGINNING, 1000, NEVER),
            internal(section),
            section.flag("freephone", false)),
        section.texts("shared", "numbers", NUMBER, 1000, List.of()),
        section.pairs("extensions", "numbers", PATTERN, BEGINNING, 1000));
  }

  private static List<DialRules.Range> internal(Section section) {
    List<DialRules.Range> ranges = new ArrayList<>();
    for (String text : section.texts("internal", "numbers", RANGE, 1000, List.of())) {
      int dash = text.indexOf('-');
      try {
        ranges.add(
            dash < 0
                ? new DialRules.Range(text, text)
                : new DialRules.Range(text.substring(0, dash), text.substring(dash + 1)));
      } catch (IllegalArgumentException e) {
        section.refuse("internal", text, "a range runs forwards, between numbers of one length");
      }
    }
    return ranges;
  }
}
