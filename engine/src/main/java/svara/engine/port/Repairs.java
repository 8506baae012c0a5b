package svara.engine.port;

/** What a person may have tried again at once that would be tried by itself some time. */
public interface Repairs {
  /** Asks the directory of people; false where none is set. */
  boolean askDirectory();

  /** Compares with the exchange and mends what differs. */
  void compareWithExchange();
}
