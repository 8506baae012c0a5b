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
 */
public record CallerNumber(String presented, @Nullable String e164, Kind kind, boolean shared) {
  /** What a presented number is, by the number plan of the settings. */
  public enum Kind {
    PUBLIC,
    EXTENSION,
    WITHHELD,
    OTHER
  }

  public static CallerNumber withheld() {
    return new CallerNumber("", null, Kind.WITHHELD, false);
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
