package svara.config.demo;

/** Something that the demo needs is not here; the message is one line that says what to do. */
public final class DemoMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoMissing(String line) {
    super(line, null, false, false);
  }
}
