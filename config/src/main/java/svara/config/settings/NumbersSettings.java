package svara.config.settings;

import java.util.List;
import java.util.Map;

/**
 * What telephone numbers mean here.
 *
 * @param allow beginnings of numbers that may be promised a callback, in E.164
 * @param deny beginnings of numbers that never are, even when allowed
 * @param shared numbers that many people call from: they recognise nobody
 * @param extensions internal extensions and the direct number's beginning: {@code 4xx} with {@code
 *     +46846500} makes 412 the same line as +46846500412
 */
public record NumbersSettings(
    List<String> allow, List<String> deny, List<String> shared, Map<String, String> extensions) {
  private static final Words BEGINNING = Words.of("+ and 1 to 14 digits", "\\+[1-9][0-9]{0,13}");
  private static final Words NUMBER =
      Words.of(
          "an extension of 3 to 5 digits, or + and 7 to 15 digits",
          "[0-9]{3,5}|\\+[1-9][0-9]{6,14}");
  private static final Words PATTERN =
      Words.of("3 to 5 of digits and x for any digit", "(?=.{3,5}$)[0-9]*x*");
  private static final List<String> NEVER =
      List.of("+46900", "+46939", "+46944", "+4699", "+46118", "+46112");

  public NumbersSettings {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    shared = List.copyOf(shared);
    extensions = Map.copyOf(extensions);
  }

  static NumbersSettings read(Section section) {
    return new NumbersSettings(
        section.texts("allow", "numbers", BEGINNING, 100, List.of("+46")),
        section.texts("deny", "numbers", BEGINNING, 1000, NEVER),
        section.texts("shared", "numbers", NUMBER, 1000, List.of()),
        section.pairs("extensions", "numbers", PATTERN, BEGINNING, 1000));
  }
}
