package svara.config.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseRefill;

/** PostgreSQL's own programs for copying, of the server's own major version. Blocks. */
final class PostgresClient {
  private static final int WORDS_MAX = 400;

  private final Path bin;
  private final DatabaseAddress address;

  private PostgresClient(Path bin, DatabaseAddress address) {
    this.bin = bin;
    this.address = address;
  }

  /**
   * Those of a version, fetched where the machine has none.
   *
   * @param home where {@code config/tools} is
   * @throws BackupException when they cannot be had, with the remedy
   */
  static PostgresClient of(int major, DatabaseAddress address, Path home) {
    Path script = home.resolve("config/tools/get-postgres-client.sh");
    if (!Files.isExecutable(script)) {
      throw BackupException.missing(
          script + " is not here: run ./svara, which knows where Svara is");
    }
    try {
      Process asked = new ProcessBuilder(script.toString(), Integer.toString(major)).start();
      Reading said = Reading.of(asked.getErrorStream(), _ -> {});
      String printed =
          new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (asked.waitFor() != 0) {
        throw BackupException.missing(said.last());
      }
      return new PostgresClient(Path.of(printed), address);
    } catch (IOException e) {
      throw BackupException.missing(script + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Writes the database at a snapshot as pg_dump's custom format.
   *
   * @param progress is told each table
   */
  void dump(String snapshot, OutputStream into, Consumer<String> progress) {
    ProcessBuilder builder =
        builder(
            "pg_dump",
            "--format=custom",
            "--schema=public",
            "--no-owner",
            "--no-privileges",
            "--verbose",
            "--snapshot=" + snapshot);
    try {
      Process dump = builder.start();
      Reading said =
          Reading.of(dump.getErrorStream(), table("dumping contents of table", progress));
      try {
        dump.getInputStream().transferTo(into);
      } catch (IOException e) {
        dump.destroy();
        throw BackupException.wrong("the backup cannot be written: " + e.getMessage());
      }
      if (dump.waitFor() != 0) {
        throw BackupException.wrong("pg_dump failed: " + said.last());
      }
    } catch (IOException e) {
      throw BackupException.missing("pg_dump cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Puts a dump in place of what the database holds: all of it, or nothing is changed. */
  void refill(InputStream dump, Consumer<String> progress) {
    try {
      Path empty = Files.createTempFile("svara-restore", ".sql");
      try {
        Files.writeString(empty, DatabaseRefill.EMPTY);
        refill(dump, empty, progress);
      } finally {
        Files.delete(empty);
      }
    } catch (IOException e) {
      throw BackupException.wrong(
          "the restore did not run (%s); the database is as it was".formatted(e.getMessage()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void refill(InputStream dump, Path empty, Consumer<String> progress)
      throws IOException, InterruptedException {
    ProcessBuilder read =
        builder(
            "pg_restore",
            "--schema=public",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--verbose",
            "--file=-");
    ProcessBuilder write =
        builder(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            "--file=" + empty,
            "--file=-");
    Process reader = read.start();
    Reading readerSaid =
        Reading.of(reader.getErrorStream(), table("processing data for table", progress));
    Process writer = write.start();
    Reading writerSaid = Reading.of(writer.getErrorStream(), _ -> {});
    Thread feed = Thread.ofVirtual().start(() -> feed(dump, reader.getOutputStream()));
    boolean whole = pass(reader, writer);
    // psql commits at the end of what it reads, so it is told the end only after all went well
    if (whole) {
      writer.getOutputStream().close();
    } else {
      writer.destroy();
    }
    int wrote = writer.waitFor();
    feed.join();
    if (!whole || wrote != 0) {
      String why = reader.waitFor() != 0 && wrote != 3 ? readerSaid.last() : writerSaid.last();
      throw BackupException.wrong(
          "the restore failed (%s); the database is as it was".formatted(why));
    }
  }

  /** Whether everything was read and handed on. */
  private static boolean pass(Process reader, Process writer) throws InterruptedException {
    try {
      reader.getInputStream().transferTo(writer.getOutputStream());
      writer.getOutputStream().flush();
      return reader.waitFor() == 0;
    } catch (IOException e) {
      reader.destroy();
      return false; // psql has met an error and closed its end
    }
  }

  private static void feed(InputStream dump, OutputStream to) {
    try (to) {
      dump.transferTo(to);
    } catch (IOException e) {
      // the reader ended early: its own end says why
    }
  }

  private static Consumer<String> table(String after, Consumer<String> progress) {
    return line -> {
      int at = line.indexOf(after + " \"");
      if (at >= 0) {
        String name = line.substring(at + after.length() + 2).replaceAll("\"$", "");
        progress.accept(name.substring(name.indexOf('.') + 1));
      }
    };
  }

  private ProcessBuilder builder(String program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(bin.resolve(program).toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("PGHOST", address.host().replaceAll("^\\[|]$", ""));
    environment.put("PGPORT", Integer.toString(address.port()));
    environment.put("PGDATABASE", address.database());
    environment.put("PGUSER", address.owner().user());
    environment.put("PGPASSWORD", address.owner().password());
    environment.put("PGCONNECT_TIMEOUT", "10");
    return builder;
  }

  private static BackupException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return BackupException.wrong("interrupted: " + e.getMessage());
  }

  /** Reads what a program says to its end, keeping the last line. */
  private static final class Reading {
    private final Thread thread;
    private volatile String last = "it said nothing";
    private boolean failed;

    private Reading(InputStream from, Consumer<String> each) {
      this.thread = Thread.ofVirtual().unstarted(() -> read(from, each));
    }

    static Reading of(InputStream from, Consumer<String> each) {
      Reading reading = new Reading(from, each);
      reading.thread.start();
      return reading;
    }

    private void read(InputStream from, Consumer<String> each) {
      try (var lines =
          new java.io.BufferedReader(new java.io.InputStreamReader(from, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          // an error is often followed by lines about where it was
          if (!failed && !line.isBlank()) {
            failed = line.contains("ERROR:") || line.contains("error:");
            last = line.length() > WORDS_MAX ? line.substring(0, WORDS_MAX) : line;
            each.accept(line);
          }
        }
      } catch (IOException e) {
        last = "its words were lost: " + e.getMessage();
      }
    }

    String last() throws InterruptedException {
      thread.join();
      return last;
    }
  }
}
