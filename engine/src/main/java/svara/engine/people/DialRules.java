package svara.engine.people;

import java.util.List;

/**
 * Which numbers the helpdesk dials. Emergency and short numbers are never among them, whatever
 * stands here.
 *
 * @param allow beginnings of public numbers that may be dialled, in E.164: a country or a part
 * @param deny beginnings of numbers that never are, even when allowed or internal
 * @param internal extensions that have no public number, as ranges of one length
 * @param freephone numbers that cost the caller nothing may be dialled too
 */
public record DialRules(
    List<String> allow, List<String> deny, List<Range> internal, boolean freephone) {
  public DialRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    internal = List.copyOf(internal);
  }

  /**
   * Extensions from first to last, both included; {@code 8200-8299} does not take in 82000.
   *
   * @param first as it is dialled
   * @param last of the same length
   */
  public record Range(String first, String last) {
    /**
     * @throws IllegalArgumentException when the range runs backwards or its ends differ in length
     */
    public Range {
      if (first.length() != last.length() || first.compareTo(last) > 0) {
        throw new IllegalArgumentException("a range runs forwards, between numbers of one length");
      }
    }

    boolean contains(String number) {
      return number.length() == first.length()
          && number.compareTo(first) >= 0
          && number.compareTo(last) <= 0;
    }
  }

  /** Swedish numbers, and no extension that has no public number. */
  public static DialRules usual() {
    return new DialRules(List.of("+46"), List.of(), List.of(), false);
  }

  boolean allows(String e164) {
    return begins(e164, allow);
  }

  boolean denies(String e164) {
    return begins(e164, deny);
  }

  boolean internal(String extension) {
    return internal.stream().anyMatch(range -> range.contains(extension));
  }

  private static boolean begins(String number, List<String> beginnings) {
    return beginnings.stream().anyMatch(number::startsWith);
  }
}
