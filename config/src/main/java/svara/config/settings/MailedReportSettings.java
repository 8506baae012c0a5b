package svara.config.settings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import svara.engine.id.Language;
import svara.engine.id.QueueId;

/**
 * A report that is mailed when its week or month is over.
 *
 * @param name tells reports apart; the same name is never sent twice for one period
 * @param enabled off: it is not sent
 * @param queue of this queue, or of all when null
 */
public record MailedReportSettings(
    String name,
    boolean enabled,
    Every every,
    @Nullable QueueId queue,
    List<Format> formats,
    Language language,
    List<String> recipients) {
  /** How often: about the week, or the month, before. */
  public enum Every {
    WEEK,
    MONTH
  }

  /** What is attached. */
  public enum Format {
    PDF,
    XLSX,
    CSV
  }

  private static final Words NAME =
      Words.of("1 to 40 of a-z, 0-9 and _, a letter first", "[a-z][a-z0-9_]{0,39}");
  private static final Words EMAIL =
      Words.of(
          "a mail address", "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{1,189}");
  private static final Words FORMAT = Words.of("pdf, xlsx or csv", "pdf|xlsx|csv");

  public MailedReportSettings {
    formats = List.copyOf(formats);
    recipients = List.copyOf(recipients);
  }

  static MailedReportSettings read(Section section) {
    MailedReportSettings settings =
        new MailedReportSettings(
            section.required("name", "word", NAME.limits(), "week", NAME::parse),
            section.flag("enabled", true),
            section.choice("every", Every.WEEK),
            section.optional("queue", "word", "the name of a queue", QueueId::new),
            section.texts("formats", "words", FORMAT, 3, List.of("pdf")).stream()
                .map(word -> Format.valueOf(word.toUpperCase(Locale.ROOT)))
                .toList(),
            section.choice("language", Language.SV),
            section.texts("recipients", "addresses", EMAIL, 50, List.of()));
    if (settings.enabled && settings.recipients.isEmpty()) {
      section.refuse("recipients", "nobody", "required, unless the report is not enabled");
    }
    return settings;
  }
}
