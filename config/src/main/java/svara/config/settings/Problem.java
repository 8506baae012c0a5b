package svara.config.settings;

/**
 * One thing wrong with the settings.
 *
 * @param place file and line, or the name of the environment variable
 * @param key the full key, {@code queues[0].talkingMax}
 * @param given what was given; never a secret
 * @param allowed what would be right, or the suggestion for an unknown key
 */
public record Problem(String place, String key, String given, String allowed) {
  @Override
  public String toString() {
    return place + ": " + key + ": given " + given + ", " + allowed;
  }
}
