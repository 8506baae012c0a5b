package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.until;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.config.FaultRows;
import svara.config.Proves;
import svara.config.TestDatabase;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;
import svara.telephony.asterisk.TcpProxy;

/**
 * Nodes that lose each other, the database or their time: at no moment do two of them act on a
 * queue. Acts are measured at the exchange, writes in the database.
 */
@Tag("faults")
@Timeout(900)
final class OwnershipIT {
  private static final boolean WHOLE = FaultRows.whole();

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir Path folder;
  private AsteriskInstance asterisk;
  private ExchangeWitness witness;
  private SipPhone outside;
  private Desks desks;
  private ClusterNodes nodes;

  @BeforeEach
  void start() throws IOException, SQLException {
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          create table write_seen (
            id bigint generated always as identity, epoch bigint, highest bigint);
          create function see_write() returns trigger language plpgsql security definer as $$
          begin
            insert into write_seen (epoch, highest)
            select new.epoch, l.epoch from queue_lease l where l.queue = new.queue;
            return null;
          end $$;
          create trigger seen after update on queue_state
          for each row when (old.version <> new.version) execute function see_write()
          """);
    }
    asterisk = ExchangeWitness.exchange("helpdesk", "100");
    witness = new ExchangeWitness(asterisk);
    outside = new SipPhone("outside", asterisk.sip());
    desks = new Desks(asterisk, Duration.ofMillis(100));
    nodes = new ClusterNodes(DATABASE, folder, asterisk.amiPort(), WHOLE ? 3 : 2);
  }

  @AfterEach
  void stop() throws IOException {
    outside.close();
    desks.close();
    witness.close();
    try {
      nodes.close();
    } finally {
      asterisk.close();
    }
  }

  @Test
  @Proves(value = "F3 F9", line = false)
  void aFormerOwnerIsRefusedAtTheExchangeAndInTheDatabase() throws Exception {
    for (int node = 0; node < (WHOLE ? 3 : 2); node++) {
      nodes.start(node);
    }
    nodes.together();
    until(() -> nodes.owner("helpdesk") >= 0, Duration.ofSeconds(60), "one owns the queue");
    until(
        () -> ClusterNodes.beats(asterisk, nodes.owner("helpdesk")),
        Duration.ofSeconds(60),
        "and serves it");
    SipDialog talks = outside.call("100", "0701740605", "");
    until(() -> desks.talking() == 1, "one talks");
    SipDialog waits = outside.call("100", "0701740606", "");
    until(() -> waits.state() == State.ANSWERED && !witness.held().isEmpty(), "one is held");

    for (int go = 0; go < (WHOLE ? 4 : 1); go++) {
      frozen();
      withoutDatabase();
    }
    late();
    assertEquals(State.ANSWERED, talks.state(), "talkers talk on");
    assertEquals(State.ANSWERED, waits.state(), "the waiting caller waits on");
    assertEquals(1, desks.rung(), "nobody was rung by a former owner");
    talks.hangUp();
    until(() -> desks.talksInCall(2), "the owner gives him to a technician");
    waits.hangUp();
    Books books = new Books(DATABASE);
    until(() -> books.ended("helpdesk", 2), "two calls with an outcome");
    OwnershipHistory history = new OwnershipHistory(witness.acts(), writes());
    System.out.println(
        "ownership: owners that acted %d, acts %d, refused %d, writes %d, double-owned %d"
            .formatted(
                history.owners(),
                history.acts().size(),
                history.refused(),
                history.writes().size(),
                history.findings().size()));
    FaultRows.write(
        "F9 nodes frozen and cut from the database, %d owners that acted, %d orders refused"
            .formatted(history.owners(), history.refused()),
        new FaultLedger(2, 0, 0, history.findings().size(), history.findings()).json());
    assertEquals(List.of(), history.findings());
    assertTrue(history.owners() > 1 && history.refused() > 0, history::toString);
    books.verified();
  }

  /** Its owner stands still until another has taken the queue, and goes on then. */
  private void frozen() throws IOException {
    int owner = nodes.owner("helpdesk");
    nodes.freeze(owner);
    try {
      until(() -> anotherThan(owner), Duration.ofSeconds(60), "another takes the queue");
    } finally {
      nodes.thaw(owner);
    }
    pass(Duration.ofSeconds(4));
    nodes.together();
  }

  private void withoutDatabase() {
    int owner = nodes.owner("helpdesk");
    TcpProxy line = nodes.toDatabase(owner);
    line.stall();
    try {
      until(() -> anotherThan(owner), Duration.ofSeconds(60), "another takes the queue");
    } finally {
      line.resume();
    }
    pass(Duration.ofSeconds(4));
  }

  private boolean anotherThan(int former) {
    int owner = nodes.owner("helpdesk");
    return owner >= 0 && owner != former;
  }

  /** Orders of the first owner that come when all is over: to ring for a caller who waits. */
  private void late() throws IOException {
    var held = witness.held().entrySet().iterator().next();
    int before = witness.acts().size();
    String order = held.getValue() + "|1|20|0|PJSIP/203";
    witness.say(
        "Action: Setvar",
        "Channel: " + held.getKey(),
        "Variable: SVARA_CONNECT",
        "Value: " + order);
    witness.say(
        "Action: Redirect",
        "Channel: " + held.getKey(),
        "Context: svara-connect",
        "Exten: " + held.getValue(),
        "Priority: 1");
    until(() -> witness.acts().size() > before, "the exchange judges the order");
  }

  private static List<OwnershipHistory.Write> writes() throws SQLException {
    List<OwnershipHistory.Write> writes = new ArrayList<>();
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery("select epoch, highest from write_seen order by id")) {
      while (row.next()) {
        writes.add(new OwnershipHistory.Write(row.getLong(1), row.getLong(2)));
      }
    }
    return writes;
  }
}
