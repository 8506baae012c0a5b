package svara.engine.id;

import java.util.Locale;

/** A language that prompts, mails and pages exist in. */
public enum Language {
  SV,
  EN;

  /** The code of ISO 639-1 that sound folders and pages carry: {@code sv}, {@code en}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
