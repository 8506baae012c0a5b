package svara.config.bench;

import java.nio.file.Path;
import svara.engine.postgres.DatabaseAddress;

/** The database server of the engine that is measured. */
public interface Database extends AutoCloseable {
  DatabaseAddress address();

  /** The process id of the server's first process. */
  long pid();

  @Override
  void close();

  /** How one that runs already is found. */
  interface Finder {
    Database in(Path folder, int port);
  }
}
