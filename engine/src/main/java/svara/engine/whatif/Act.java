package svara.engine.whatif;

/**
 * Something that somebody did, so long after what led to it.
 *
 * @param after nanoseconds
 * @param position in the journal; decides between acts of one moment
 * @param late nanoseconds that the fact had happened before the queue heard of it
 */
record Act(long after, long position, long late) {
  /** Drawn, not recorded: comes after all that was recorded for the same moment. */
  static Act drawn(long after) {
    return new Act(after, Long.MAX_VALUE / 2, 0);
  }
}
