package svara.engine.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes over the wire: a result, in bounded time and memory, and the bytes untouched. */
class MailMutationsTest {
  private final MailJudge judge = new MailJudge();
  private final MailReader reader = judge.reader();

  @Test
  @Timeout(120)
  void aFewDamagedMailsAreAllRead() throws IOException {
    assertEquals(List.of(), judge.faults(400, 1));
  }

  @Test
  void aReaderThatThrowsHangsOrChangesItsInputIsSeen() {
    byte[] mail = {'a', ':', 'b'};
    assertEquals(
        1,
        MailJudge.fault(
                mail,
                _ -> {
                  throw new IllegalStateException("planted");
                })
            .size());
    assertEquals(
        1,
        MailJudge.fault(
                mail,
                raw -> {
                  raw[0] = 'x';
                  return reader.read(mail);
                })
            .size());
    assertEquals(
        1,
        MailJudge.fault(
                mail,
                raw -> {
                  long waste = 0;
                  for (int i = 0; i < 200; i++) {
                    waste += new byte[10_000_000].length;
                  }
                  return waste > 0 ? reader.read(raw) : null;
                })
            .size());
  }
}
