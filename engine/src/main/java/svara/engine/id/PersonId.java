package svara.engine.id;

/** A person known to the helpdesk, by the database's own number. */
public record PersonId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
