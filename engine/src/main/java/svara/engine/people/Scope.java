package svara.engine.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a program's token is good for. */
public enum Scope {
  /** Sees the line, calls, tickets and figures, and changes nothing. */
  READ,
  /** Reads, and does what a technician does. */
  WORK,
  /** Hands in mail. */
  MAIL,
  /** Reads the counters. */
  METRICS,
  /** Everything: the token of the first start. */
  FULL;

  /** As it is written on command lines and in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
