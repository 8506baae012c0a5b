package svara.config.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** File names in settings; a relative one is taken from the folder Svara is started in. */
final class Paths {
  private Paths() {}

  /**
   * @throws IllegalArgumentException when the text can not be a file name
   */
  static Path parse(String text) {
    if (text.isEmpty() || text.length() > 500) {
      throw new IllegalArgumentException("a path is 1 to 500 letters");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }
}
