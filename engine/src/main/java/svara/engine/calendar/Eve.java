package svara.engine.calendar;

import java.time.LocalDate;
import java.time.Month;

/** A day that is no public holiday by law and free in practice, where the settings say so. */
public enum Eve {
  /** 5 January. */
  TWELFTH_NIGHT,
  /** The Thursday before Easter. */
  MAUNDY_THURSDAY,
  /** The Saturday before Easter. */
  EASTER_EVE,
  /** 30 April. */
  WALPURGIS_NIGHT,
  /** The Friday before Midsummer's Day. */
  MIDSUMMER_EVE,
  /** 24 December. */
  CHRISTMAS_EVE,
  /** 31 December. */
  NEW_YEARS_EVE;

  /**
   * When it is.
   *
   * @param easter Easter Sunday of that year
   * @param midsummer Midsummer's Day of that year
   */
  LocalDate in(int year, LocalDate easter, LocalDate midsummer) {
    return switch (this) {
      case TWELFTH_NIGHT -> LocalDate.of(year, Month.JANUARY, 5);
      case MAUNDY_THURSDAY -> easter.minusDays(3);
      case EASTER_EVE -> easter.minusDays(1);
      case WALPURGIS_NIGHT -> LocalDate.of(year, Month.APRIL, 30);
      case MIDSUMMER_EVE -> midsummer.minusDays(1);
      case CHRISTMAS_EVE -> LocalDate.of(year, Month.DECEMBER, 24);
      case NEW_YEARS_EVE -> LocalDate.of(year, Month.DECEMBER, 31);
    };
  }
}
