package svara.config.settings;

import java.time.Duration;

/**
 * How tickets come about.
 *
 * @param rejoin a known person who calls again within this time lands on the same ticket; 0s never
 * @param voiceMessageDays so many days after it was recorded a voice message is removed; 0 never
 */
public record TicketSettings(Duration rejoin, int voiceMessageDays) {
  static TicketSettings read(Section section) {
    return new TicketSettings(
        section.duration("rejoin", Duration.ZERO, Duration.ofDays(7), Duration.ofMinutes(30)),
        section.count("voiceMessageDays", "days", 0, 3650, 0));
  }
}
