package svara.engine.people;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.CallerNumber.Kind;

/**
 * What a telephone number means in this organisation: which extensions are which direct numbers,
 * and which numbers many people share. Numbers are Swedish unless they say otherwise.
 */
public final class NumberPlan {
  private static final String REGION = "SE";
  private static final int PRESENTED_MAX = 40;
  private static final Pattern EXTENSION = Pattern.compile("[0-9]{3,5}");
  private static final Set<String> NOBODY =
      Set.of("", "anonymous", "unknown", "withheld", "unavailable", "restricted");

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
  private final Map<Pattern, String> direct = new HashMap<>();
  private final Set<String> shared = new HashSet<>();

  /**
   * A plan as the settings give it.
   *
   * @param extensions {@code 4xx} to the beginning of the direct number, {@code +46846500}, or
   *     {@code 8214} to a whole direct number's beginning; x stands for any digit
   * @param shared numbers that many people call from, in any usual spelling
   */
  public NumberPlan(Map<String, String> extensions, List<String> shared) {
    extensions.forEach(
        (pattern, prefix) -> direct.put(Pattern.compile(pattern.replace("x", "[0-9]")), prefix));
    for (String number : shared) {
      this.shared.add(caller(number).key());
    }
  }

  /** Swedish numbers, no extension mapped, none shared. */
  public static NumberPlan plain() {
    return new NumberPlan(Map.of(), List.of());
  }

  /** What the number that a caller presents means; never fails. */
  public CallerNumber caller(String presented) {
    String text = presented.strip();
    if (NOBODY.contains(text.toLowerCase(Locale.ROOT))) {
      return CallerNumber.withheld();
    }
    String kept = text.length() > PRESENTED_MAX ? text.substring(0, PRESENTED_MAX) : text;
    if (EXTENSION.matcher(kept).matches()) {
      String line = directNumber(kept).orElse(null);
      return number(kept, line, Kind.EXTENSION);
    }
    return e164(kept)
        .map(publicNumber -> number(kept, publicNumber, Kind.PUBLIC))
        .orElseGet(() -> number(kept, null, Kind.OTHER));
  }

  /** The number in E.164, {@code +46...}, when it is a valid public one in any usual spelling. */
  public Optional<String> e164(String text) {
    try {
      PhoneNumber number = numbers.parse(text, REGION);
      return numbers.isValidNumber(number)
          ? Optional.of(numbers.format(number, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  private Optional<String> directNumber(String extension) {
    return direct.entrySet().stream()
        .filter(e -> e.getKey().matcher(extension).matches())
        .map(e -> e.getValue() + extension)
        .flatMap(line -> e164(line).stream())
        .findFirst();
  }

  private CallerNumber number(String presented, @Nullable String e164, Kind kind) {
    CallerNumber alone = new CallerNumber(presented, e164, kind, false);
    return shared.contains(alone.key()) || shared.contains(presented)
        ? new CallerNumber(presented, e164, kind, true)
        : alone;
  }
}
