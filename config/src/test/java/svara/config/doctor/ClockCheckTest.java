package svara.config.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
  private static final Instant OURS = Instant.parse("2026-03-02T08:00:00Z");

  private static Finding look(Duration exchange, Duration database) {
    return ClockCheck.look(
        List.of(
            Optional.of(new ClockCheck.Reading("exchange", OURS.plus(exchange), OURS)),
            Optional.of(new ClockCheck.Reading("database", OURS.plus(database), OURS))));
  }

  @Test
  void aClockThatIsOffIsNamedAndWellOnceItIsSetRight() {
    Finding off = look(Duration.ofSeconds(-90), Duration.ofMillis(20));
    assertEquals(Finding.State.WRONG, off.state());
    assertEquals("clocks differ from this machine's: exchange -90000 ms", off.says());
    assertEquals("let every machine keep time by NTP (systemd-timesyncd or chrony)", off.remedy());

    Finding kept = look(Duration.ofMillis(-900), Duration.ofMillis(20));
    assertEquals(Finding.State.WELL, kept.state());

    assertEquals(
        Finding.State.WRONG, look(Duration.ZERO, Duration.ofSeconds(5)).state(), "the database's");
  }

  @Test
  void aClockThatCouldNotBeReadIsUnknownAndNeverWell() {
    Finding finding = ClockCheck.look(List.of(Optional.empty()));

    assertEquals(Finding.State.UNKNOWN, finding.state());
  }
}
