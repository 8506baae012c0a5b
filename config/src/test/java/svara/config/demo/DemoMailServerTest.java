package svara.config.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DemoMailServerTest {
  @Test
  void whatIsWrittenToTheHelpdeskIsNoAnswer() {
    try (DemoMailServer server = DemoMailServer.start()) {
      Correspondents writers =
          new Correspondents(
              server.smtpPort(), InstantSource.fixed(Instant.parse("2026-03-02T08:00:00Z")));
      writers.write(
          new PlannedMail(Duration.ZERO, "Maria Ek", "maria.ek@example.se", "Mapp", "Hej"));
      assertEquals(1, writers.sent());
      assertEquals(0, server.answered());
    }
  }
}
