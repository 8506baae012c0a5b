package svara.config.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import svara.engine.postgres.DatabaseDurability;

/**
 * Everything that a run needs, started in order and ended in the other: the technicians' phones,
 * one exchange with Svara at it, two without, and callers for each. Of the two, one is as Asterisk
 * comes and somebody reads its events; the other is made as cheap as Svara makes it for itself, and
 * nobody ever hears of its calls: the least that {@code Queue()} can cost.
 */
final class Rig implements AutoCloseable {
  private static final Duration TALK = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(10);
  // the last call's end is stored after the caller's phone has forgotten it
  private static final Duration AFTERMATH = Duration.ofMillis(500);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final BenchExchange own;
  private final BenchExchange peer;
  private final BenchExchange unread;
  private final Callers ownCallers;
  private final Callers peerCallers;
  private final Callers unreadCallers;
  private final Database database;
  private final EngineProcess engine;
  private final double idleMb;

  Rig(BenchPlaces places, Database.Finder databases, int technicians) throws IOException {
    Path work = places.work();
    int techniciansPort = BenchPlaces.freeUdpPort();
    int databasePort = BenchPlaces.freeTcpPort();
    Files.createDirectories(work);
    try {
      ended(TechnicianPhones.start(places, work, techniciansPort, TALK));
      own =
          ended(
              BenchExchange.start(
                  places, work.resolve("svara"), true, technicians, techniciansPort));
      peer =
          ended(
              BenchExchange.start(
                  places, work.resolve("peer"), false, technicians, techniciansPort));
      unread =
          ended(
              BenchExchange.start(
                  places, work.resolve("unread"), true, technicians, techniciansPort));
      ended(new EventReader(peer.amiPort(), BenchExchange.AMI_SECRET));
      ownCallers = ended(new Callers(BenchPlaces.freeUdpPort(), own.sipPort()));
      peerCallers = ended(new Callers(BenchPlaces.freeUdpPort(), peer.sipPort()));
      unreadCallers = ended(new Callers(BenchPlaces.freeUdpPort(), unread.sipPort()));
      Path settings =
          EngineProcess.settings(work, own, databasePort, BenchPlaces.freeTcpPort(), technicians);
      EngineProcess.start(work, settings).close(); // makes the database
      engine = ended(EngineProcess.start(work, settings));
      database = ended(databases.in(work.resolve("postgres"), databasePort));
      engine.rest(IDLE);
      idleMb = engine.residentMb();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  DatabaseDurability durability() {
    try {
      return DatabaseDurability.of(database.address());
    } catch (SQLException e) {
      throw new BenchFailure("the database does not say how durable it is", e);
    }
  }

  Duration startToReady() {
    return engine.startToReady();
  }

  double idleMb() {
    return idleMb;
  }

  Round throughSvara(Load load) throws IOException {
    double asterisk = own.processorSeconds();
    double java = engine.processorSeconds();
    double postgres = ProcessTime.family(database.pid());
    CallResults calls = ownCallers.call(load);
    engine.rest(AFTERMATH);
    return new Round(
        calls,
        own.processorSeconds() - asterisk,
        engine.processorSeconds() - java,
        ProcessTime.family(database.pid()) - postgres);
  }

  Round throughQueue(Load load) throws IOException {
    return through(peer, peerCallers, load);
  }

  Round throughUnreadQueue(Load load) throws IOException {
    return through(unread, unreadCallers, load);
  }

  private Round through(BenchExchange exchange, Callers callers, Load load) throws IOException {
    double asterisk = exchange.processorSeconds();
    CallResults calls = callers.call(load);
    engine.rest(AFTERMATH);
    return new Round(calls, exchange.processorSeconds() - asterisk, 0, 0);
  }

  private <T extends AutoCloseable> T ended(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.err.println("bench: a part did not end cleanly: " + e);
      }
    }
  }
}
