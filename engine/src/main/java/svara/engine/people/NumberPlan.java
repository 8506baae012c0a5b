package svara.engine.people;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.CallerNumber.Kind;

/** What telephone numbers mean in the organisation. Swedish where a number names no country. */
public final class NumberPlan {
  private static final String REGION = "SE";
  private static final Pattern EXTENSION = Pattern.compile("[0-9]{3,5}");
  private static final Pattern DIRTY = Pattern.compile("[^0-9+*#A-Za-z._-]");
  // exchanges show the country code without its plus
  private static final Pattern WITHOUT_PLUS = Pattern.compile("46[1-9][0-9]{6,11}");
  private static final int PRESENTED_MAX = 40;

  /** What exchanges show instead of a number that is withheld (RFC 3323, Q.731 names). */
  private static final Set<String> WITHHELD =
      Set.of("anonymous", "unknown", "restricted", "unavailable", "private", "withheld");

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
  private final List<String> allow;
  private final List<String> deny;
  private final Map<String, String> extensions;
  private final Set<String> shared;

  /**
   * By the settings.
   *
   * @param allow beginnings of numbers that may be called back, in E.164
   * @param deny beginnings of numbers that never may, even when allowed
   * @param shared numbers that many people call from, in any usual spelling
   * @param extensions forms of extensions ({@code 4xx}) and what their direct numbers begin with
   *     ({@code +46846500})
   */
  public NumberPlan(
      List<String> allow, List<String> deny, List<String> shared, Map<String, String> extensions) {
    this.allow = List.copyOf(allow);
    this.deny = List.copyOf(deny);
    this.extensions = Map.copyOf(extensions);
    this.shared = new HashSet<>();
    // an extension and its direct number are one line, however the settings name it
    shared.forEach(number -> this.shared.add(kindOf(clean(number)).key()));
  }

  /** Every number may be called. */
  public NumberPlan(Map<String, String> extensions, List<String> shared) {
    this(List.of("+"), List.of(), shared, extensions);
  }

  /** Swedish numbers, no extension mapped, none shared. */
  public static NumberPlan plain() {
    return new NumberPlan(Map.of(), List.of());
  }

  /** What a number that an exchange showed, or a person wrote, is; never fails. */
  public CallerNumber caller(String shown) {
    CallerNumber number = kindOf(clean(shown));
    return shared.contains(number.key()) && number.kind() != Kind.WITHHELD
        ? new CallerNumber(number.presented(), number.e164(), number.kind(), true)
        : number;
  }

  /** Whether the helpdesk may dial it: an extension of its own, or a public number it allows. */
  public boolean mayCall(CallerNumber number) {
    String e164 = number.e164();
    return switch (number.kind()) {
      case EXTENSION -> e164 == null || !begins(e164, deny);
      case PUBLIC -> e164 != null && begins(e164, allow) && !begins(e164, deny);
      case WITHHELD, OTHER -> false;
    };
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

  private static boolean begins(String number, List<String> beginnings) {
    return beginnings.stream().anyMatch(number::startsWith);
  }
}
