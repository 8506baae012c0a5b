package svara.engine.id;

import org.jspecify.annotations.Nullable;

/**
 * The number a caller shows. A hint for recognising a person, never proof.
 *
 * @param presented as the exchange presented it, filtered to {@code [0-9+*#A-Za-z._-]}, at most 40
 *     characters; empty when withheld
 * @param e164 {@code +46...} where it is a valid public number, else null
 * @param kind what the number is
 * @param shared many people call from it (switchboard, receptions), so it recognises nobody, joins
 *     no ticket and holds no place
 * @param denial why the helpdesk may not dial it, by the number policy when it was seen; null when
 *     it may
 */
public record CallerNumber(
    String presented, @Nullable String e164, Kind kind, boolean shared, @Nullable Denial denial) {
  /** What a presented number is, by the number plan of the settings. */
  public enum Kind {
    PUBLIC,
    EXTENSION,
    WITHHELD,
    OTHER
  }

  /** Why a number may not be dialled; what shows a number can be forged, and calls cost money. */
  public enum Denial {
    WITHHELD,
    /** An emergency or short number, in whatever spelling. */
    EMERGENCY_OR_SHORT,
    /** Begins as one that the settings deny. */
    DENIED,
    /** Looks like an extension and is none of the internal plan. */
    NOT_INTERNAL,
    /** No valid telephone number. */
    MALFORMED,
    /**
     * Valid, and of a kind or country that the settings do not allow: premium, foreign and so on.
     */
    NOT_ALLOWED
  }

  /** A number that may be dialled. */
  public CallerNumber(String presented, @Nullable String e164, Kind kind, boolean shared) {
    this(presented, e164, kind, shared, null);
  }

  public static CallerNumber withheld() {
    return new CallerNumber("", null, Kind.WITHHELD, false, Denial.WITHHELD);
  }

  /** Whether the number may stand for one person and one place in the queue. */
  public boolean recognisable() {
    return !shared && (kind == Kind.PUBLIC || kind == Kind.EXTENSION);
  }

  /** One spelling for one line: the public form where there is one, else what was presented. */
  public String key() {
    return e164 != null ? e164 : presented;
  }
}
