package svara.engine.people;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.CallerNumber.Denial;
import svara.engine.id.CallerNumber.Kind;

/** What telephone numbers mean in the organisation. Swedish where a number names no country. */
public final class NumberPlan {
  private static final String REGION = "SE";
  private static final String NATIONWIDE = "+4610";
  private static final Pattern EXTENSION = Pattern.compile("[0-9]{3,5}");
  private static final Pattern DIRTY = Pattern.compile("[^0-9+*#A-Za-z._-]");
  // exchanges show the country code without its plus
  private static final Pattern WITHOUT_PLUS = Pattern.compile("46[1-9][0-9]{6,11}");
  private static final int PRESENTED_MAX = 40;

  /** What exchanges show instead of a number that is withheld (RFC 3323, Q.731 names). */
  private static final Set<String> WITHHELD =
      Set.of("anonymous", "unknown", "restricted", "unavailable", "private", "withheld");

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
  private final ShortNumberInfo shortNumbers = ShortNumberInfo.getInstance();
  private final DialRules rules;
  private final Map<String, String> extensions;
  private final Set<String> shared;

  /**
   * By the settings.
   *
   * @param rules which numbers the helpdesk dials
   * @param shared numbers that many people call from, in any usual spelling
   * @param extensions forms of extensions ({@code 4xx}) and what their direct numbers begin with
   *     ({@code +46846500})
   */
  public NumberPlan(DialRules rules, List<String> shared, Map<String, String> extensions) {
    this.rules = rules;
    this.extensions = Map.copyOf(extensions);
    this.shared = new HashSet<>();
    // an extension and its direct number are one line, however the settings name it
    shared.forEach(number -> this.shared.add(kindOf(clean(number)).key()));
  }

  /** By the usual rules for dialling. */
  public NumberPlan(Map<String, String> extensions, List<String> shared) {
    this(DialRules.usual(), shared, extensions);
  }

  /** Swedish numbers, no extension mapped, none shared. */
  public static NumberPlan plain() {
    return new NumberPlan(Map.of(), List.of());
  }

  /** What a number that an exchange showed, or a person wrote, is; never fails. */
  public CallerNumber caller(String shown) {
    CallerNumber number = kindOf(clean(shown));
    boolean many = shared.contains(number.key()) && number.kind() != Kind.WITHHELD;
    return new CallerNumber(
        number.presented(), number.e164(), number.kind(), many, denial(number).orElse(null));
  }

  /** Whether the helpdesk may dial it. */
  public boolean mayCall(CallerNumber number) {
    return denial(number).isEmpty();
  }

  /**
   * Why the helpdesk may not dial it, or nothing when it may. In this order: emergency and short
   * numbers never, whatever else they look like; then the internal plan; then public numbers of the
   * kinds and countries that are allowed; all else not.
   */
  public Optional<Denial> denial(CallerNumber number) {
    if (number.kind() == Kind.WITHHELD) {
      return Optional.of(Denial.WITHHELD);
    }
    String e164 = number.e164();
    if (isShort(number.presented()) || (e164 != null && isShort(e164))) {
      return Optional.of(Denial.EMERGENCY_OR_SHORT);
    }
    if (e164 != null && rules.denies(e164)) {
      return Optional.of(Denial.DENIED);
    }
    return switch (number.kind()) {
      case EXTENSION ->
          e164 != null || rules.internal(number.presented())
              ? Optional.empty()
              : Optional.of(Denial.NOT_INTERNAL);
      case PUBLIC ->
          e164 != null && allowed(e164) ? Optional.empty() : Optional.of(Denial.NOT_ALLOWED);
      case WITHHELD, OTHER -> Optional.of(Denial.MALFORMED);
    };
  }

  private boolean isShort(String number) {
    if (shortNumbers.connectsToEmergencyNumber(number, REGION)) {
      return true;
    }
    try {
      return shortNumbers.isValidShortNumberForRegion(numbers.parse(number, REGION), REGION);
    } catch (NumberParseException e) {
      return false;
    }
  }

  private boolean allowed(String e164) {
    try {
      PhoneNumber number = numbers.parse(e164, REGION);
      boolean kind =
          switch (numbers.getNumberType(number)) {
            case FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE -> true;
            // 010, the numbers of authorities and companies all over the country
            case UAN -> e164.startsWith(NATIONWIDE);
            case TOLL_FREE -> rules.freephone();
            default -> false;
          };
      return kind && rules.allows(e164);
    } catch (NumberParseException e) {
      return false;
    }
  }

  private CallerNumber kindOf(String presented) {
    if (presented.isEmpty() || WITHHELD.contains(presented.toLowerCase(Locale.ROOT))) {
      return CallerNumber.withheld();
    }
    if (EXTENSION.matcher(presented).matches()) {
      return new CallerNumber(presented, directNumber(presented), Kind.EXTENSION, false);
    }
    String e164 = e164(presented);
    return new CallerNumber(presented, e164, e164 == null ? Kind.OTHER : Kind.PUBLIC, false);
  }

  private @Nullable String directNumber(String extension) {
    for (Map.Entry<String, String> form : extensions.entrySet()) {
      if (extension.matches(form.getKey().replace("x", "[0-9]"))) {
        return form.getValue() + extension;
      }
    }
    return null;
  }

  private @Nullable String e164(String presented) {
    String written = WITHOUT_PLUS.matcher(presented).matches() ? "+" + presented : presented;
    try {
      PhoneNumber number = numbers.parse(written, REGION);
      return numbers.isValidNumber(number) ? numbers.format(number, PhoneNumberFormat.E164) : null;
    } catch (NumberParseException e) {
      return null;
    }
  }

  /** As people write {@code +46 (0)8 465 004 12}: the nought in brackets is for those at home. */
  private static String clean(String shown) {
    String bare = DIRTY.matcher(shown.replace("(0)", "")).replaceAll("");
    if (bare.startsWith("+") || Character.isDigit(bare.isEmpty() ? 'x' : bare.charAt(0))) {
      bare = bare.replaceAll("[._-]", "");
    }
    return bare.length() > PRESENTED_MAX ? bare.substring(0, PRESENTED_MAX) : bare;
  }
}
