package svara.config.settings;

import java.time.Duration;
import java.util.List;
import svara.engine.port.PersonalDataStore;

/**
 * What is removed, and when. Without a line nothing is.
 *
 * @param plan the lines of the organisation's own retention plan
 */
public record RetentionSettings(List<Line> plan) {
  private static final Words NAME = Words.of("1 to 100 letters", "[^\\p{Cntrl}]{1,100}");

  public RetentionSettings {
    plan = List.copyOf(plan);
  }

  /**
   * One line.
   *
   * @param name as the organisation's plan calls it
   * @param enabled off: it does nothing
   * @param days so many after its ticket was closed
   */
  public record Line(String name, boolean enabled, PersonalDataStore.What what, int days) {
    static Line read(Section section) {
      return new Line(
          section.required("line", "text", NAME.limits(), "Helpdesk 1", NAME::parse),
          section.flag("enabled", true),
          section.choice("what", PersonalDataStore.What.PEOPLE),
          section.count("days", "days", 30, 36_500, 730));
    }

    public Duration after() {
      return Duration.ofDays(days);
    }
  }

  static RetentionSettings read(Section section) {
    return new RetentionSettings(section.sections("plan", 0, 20).stream().map(Line::read).toList());
  }

  /** The lines that do something. */
  public List<Line> lines() {
    return plan.stream().filter(Line::enabled).toList();
  }
}
