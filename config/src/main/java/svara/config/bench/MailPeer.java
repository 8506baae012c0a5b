package svara.config.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.MailSamples;

/**
 * PostgreSQL's own pgbench, inserting the rows of a mail as one statement; without a mail's files,
 * which is in its favour.
 */
final class MailPeer {
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
  private static final Duration END_MAX = Duration.ofSeconds(30);

  private final DatabaseAddress database;
  private final Path folder;
  private int prepared;

  MailPeer(DatabaseAddress database, Path folder) {
    this.database = database;
    this.folder = folder;
  }

  /** Lays out what it inserts: the same mails. */
  void prepare(List<String> samples) throws SQLException {
    prepared = samples.size();
    MailSamples.lay(database, samples);
  }

  private static final String STATEMENT =
      """
      \\set n random(0, :last)
      with sample as (select raw, text, gen_random_uuid()::text as id from bench_mail where n = :n),
      opened as (
        insert into ticket (number, status, kind, channel, subject, person_id, shown_as, opened_at, changed_at)
        select next_ticket_number(2026), 'new', 'ordinary', 'mail', 'Skrivaren',
               person_writing(id || '@example.org', 'Eva Lund'), 'Eva Lund', now(), now() from sample
        returning number),
      said as (
        insert into ticket_entry (ticket, at, kind, by, text, facts)
        select number, now(), 'mail', '', text, jsonb_build_object('from', 'eva@example.org', 'messageId', id)
        from opened, sample returning id, ticket),
      told as (
        insert into ticket_entry (ticket, at, kind, by, text, facts)
        select number, now(), 'reply', 'system', left(text, 400), '{"automatic": "true"}' from opened, sample
        returning id, ticket),
      answered as (
        insert into mail_out (ticket, entry, kind, recipient, subject, body, html, message_id, automatic, written_at)
        select told.ticket, told.id, 'acknowledgement', sample.id || '@example.org', 'Skrivaren', left(text, 400),
               left(text, 800), sample.id || '@example.se', true, now()
        from told, sample)
      insert into mail_in (mailbox, digest, message_id, received_at, raw, ticket, fate, reason, entry)
      select 'peer', sha256(convert_to(sample.id, 'UTF8')), sample.id, now(), raw, said.ticket, 'created', '', said.id
      from said, sample;
      """;

  /** Transactions a second; NaN where there is no pgbench. */
  double rate(int clients, Duration length) throws IOException {
    Optional<Path> pgbench = pgbench();
    if (pgbench.isEmpty()) {
      return Double.NaN;
    }
    Path script =
        Files.writeString(
            folder.resolve("peer.sql"), STATEMENT.replaceAll("\n(?!\\\\|with )", " "));
    ProcessBuilder builder =
        new ProcessBuilder(
                pgbench.get().toString(),
                "-n",
                "-M",
                "prepared",
                "-c",
                String.valueOf(clients),
                "-j",
                String.valueOf(Math.min(2, clients)),
                "-T",
                String.valueOf(length.toSeconds()),
                "-D",
                "last=" + (prepared - 1),
                "-f",
                script.toString(),
                "-h",
                database.host(),
                "-p",
                String.valueOf(database.port()),
                "-U",
                database.owner().user(),
                database.database())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("peer.out").toFile());
    builder.environment().put("PGPASSWORD", database.owner().password());
    return told(builder.start(), length);
  }

  private double told(Process process, Duration length) throws IOException {
    try {
      if (!process.waitFor(length.plus(END_MAX).toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BenchFailure("pgbench does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String said = Files.readString(folder.resolve("peer.out"));
    Matcher rate = RATE.matcher(said);
    if (process.exitValue() != 0 || !rate.find()) {
      throw new BenchFailure("pgbench says: " + said.strip());
    }
    return Double.parseDouble(rate.group(1));
  }

  /** Where {@code ./svara bench mail} has put it, or on PATH. */
  private static Optional<Path> pgbench() {
    return Stream.concat(
            Stream.ofNullable(System.getenv("SVARA_TOOLS")),
            Stream.of(String.valueOf(System.getenv("PATH")).split(":")))
        .map(folder -> Path.of(folder, "pgbench"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
