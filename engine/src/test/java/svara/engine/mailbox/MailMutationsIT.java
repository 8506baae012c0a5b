package svara.engine.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The many mails of which {@link MailMutationsTest} reads a few. */
@Tag("slow")
@Timeout(1_800)
class MailMutationsIT {
  @Test
  void manyDamagedAndHugeMailsAreAllRead() throws IOException {
    assertEquals(List.of(), new MailJudge().faults(20_000, 50));
  }
}
