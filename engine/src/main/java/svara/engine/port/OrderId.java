package svara.engine.port;

/**
 * Names an order to the exchange, so that it is carried out once: 1 to 200 printable characters.
 */
public record OrderId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
