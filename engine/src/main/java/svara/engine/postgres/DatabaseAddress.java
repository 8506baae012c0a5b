package svara.engine.postgres;

/**
 * Where the database is, and as whom it is entered.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param database its name
 * @param owner owns tables and runs migrations
 * @param engine reads and writes rows, and can do nothing to the tables themselves
 */
public record DatabaseAddress(String host, int port, String database, Login owner, Login engine) {

  /** A role of the database with its password, which never prints. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /** The same server and roles, another database. */
  public DatabaseAddress withDatabase(String other) {
    return new DatabaseAddress(host, port, other, owner, engine);
  }

  @Override
  public String toString() {
    return host + ":" + port + "/" + database;
  }
}
