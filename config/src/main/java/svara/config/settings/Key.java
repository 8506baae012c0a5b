package svara.config.settings;

/**
 * The contract of one setting; {@code svara.yaml} documents the same words, and a test compares
 * them.
 *
 * @param path where it stands, lists as {@code []}: {@code queues[].talkingMax}
 * @param unit what the value is or counts: {@code calls}, {@code duration}, {@code text}
 * @param limits what is allowed, in words for people
 * @param fallback the value when nothing is set, or {@link #NONE}
 */
record Key(String path, String unit, String limits, String fallback) {
  /** There is no value unless one is set. */
  static final String NONE = "none";

  /** The line that documents the key, without its mark. */
  String documented() {
    return unit + "; " + limits + "; default " + fallback;
  }
}
