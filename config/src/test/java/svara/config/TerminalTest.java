package svara.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void aNameIsWrittenWholeWhereNoLocaleIsSet() {
    PrintStream bare = new PrintStream(written, true, StandardCharsets.US_ASCII);

    Terminal.writing(bare).print("Åsa Öström");

    assertArrayEquals("Åsa Öström".getBytes(StandardCharsets.UTF_8), written.toByteArray());
  }

  @Test
  void aLocaleThatIsSetIsKept() {
    PrintStream latin = new PrintStream(written, true, StandardCharsets.ISO_8859_1);

    assertSame(latin, Terminal.writing(latin));
  }
}
