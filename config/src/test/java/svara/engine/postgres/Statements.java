package svara.engine.postgres;

/** Statements whose plans are looked at. */
public final class Statements {
  private Statements() {}

  public static String rowsOfARecording() {
    return RecordingReading.ROWS;
  }
}
