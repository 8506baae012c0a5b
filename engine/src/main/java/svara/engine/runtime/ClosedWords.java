package svara.engine.runtime;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import svara.engine.port.Prompt;
import svara.engine.queue.QueueEffect;

/** What a caller hears outside opening hours: why, when it opens, and what can be done. */
final class ClosedWords {
  /** A weekday alone says which day it is up to the same one of next week. */
  private static final int WEEKDAY_MAX = 6;

  private ClosedWords() {}

  /**
   * The words, in order.
   *
   * @param now when they are said
   * @param zone in which days and hours are meant
   */
  static List<Prompt> of(QueueEffect.SayClosed closed, Instant now, ZoneId zone) {
    List<Prompt> words = new ArrayList<>();
    if (closed.outage() && closed.recording() == null) {
      words.add(Prompt.OUTAGE);
    }
    words.add(closed.byHand() ? Prompt.CLOSED_NOW : Prompt.CLOSED);
    Instant opensAt = closed.opensAt();
    if (opensAt != null && opensAt.isAfter(now)) {
      words.addAll(opening(opensAt.atZone(zone), now.atZone(zone).toLocalDate()));
    }
    if (closed.offerCallback()) {
      words.add(Prompt.CLOSED_OFFER);
    } else if (!closed.offerMessage()) {
      words.add(Prompt.GOODBYE); // else one more thing is offered
    }
    return words;
  }

  /** "We open again on Monday at eight thirty"; nothing when that is more than 59 days ahead. */
  private static List<Prompt> opening(ZonedDateTime opens, LocalDate today) {
    long days = ChronoUnit.DAYS.between(today, opens.toLocalDate());
    List<Prompt> words = new ArrayList<>();
    words.add(Prompt.OPENS_AGAIN);
    if (days == 0) {
      words.add(Prompt.TODAY);
    } else if (days == 1) {
      words.add(Prompt.TOMORROW);
    } else if (days <= WEEKDAY_MAX) {
      words.add(on(opens.getDayOfWeek()));
    } else if (days <= Prompt.COUNTED_MAX) {
      words.add(Prompt.IN);
      words.addAll(Prompt.counted(Math.toIntExact(days)));
      words.add(Prompt.DAYS);
    } else {
      return List.of();
    }
    words.add(Prompt.AT);
    words.addAll(Prompt.clock(opens.toLocalTime()));
    return words;
  }

  private static Prompt on(DayOfWeek day) {
    return switch (day) {
      case MONDAY -> Prompt.ON_MONDAY;
      case TUESDAY -> Prompt.ON_TUESDAY;
      case WEDNESDAY -> Prompt.ON_WEDNESDAY;
      case THURSDAY -> Prompt.ON_THURSDAY;
      case FRIDAY -> Prompt.ON_FRIDAY;
      case SATURDAY -> Prompt.ON_SATURDAY;
      case SUNDAY -> Prompt.ON_SUNDAY;
    };
  }
}
