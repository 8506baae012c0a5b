package svara.config.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import svara.engine.postgres.DatabaseDurability;

/** One run: Svara and its peer take turns under the same load, then the figures. */
public final class Bench {
  private static final String QUEUE = "stock Asterisk Queue(), its events read";
  private static final String QUEUE_ASTERISK = "stock Asterisk under Queue(), its events read";
  private static final String UNREAD = "Asterisk tuned as Svara's under Queue(), its events unread";
  private static final Duration HELD = Duration.ofSeconds(2);
  private static final int HELD_PER_SECOND = 20;
  private static final int HELD_CALLS = 100;
  private static final Duration STEP = Duration.ofSeconds(6);
  private static final int[] STEPS = {20, 40, 60, 80, 90, 95};

  private final Plan plan;
  private final PrintStream out;
  private final PrintStream err;
  private final List<Figure> figures = new ArrayList<>();
  private int failed;

  public Bench(Plan plan, PrintStream out, PrintStream err) {
    this.plan = plan;
    this.out = out;
    this.err = err;
  }

  /**
   * Measures and prints, one JSON line a figure, also into {@code target/bench.jsonl}.
   *
   * @return whether every call went as it should, on a database that keeps what it confirms
   */
  public boolean run(Database.Finder databases) throws IOException {
    BenchPlaces places = BenchPlaces.fromEnvironment();
    Rig rig = new Rig(places, databases, plan.technicians());
    Thread end = Thread.ofPlatform().unstarted(rig::close);
    Runtime.getRuntime().addShutdownHook(end);
    try (rig) {
      if (!keeps(rig.durability(), err)) {
        return false;
      }
      measure(rig);
    } finally {
      forget(end);
    }
    write(places.home().resolve("target/bench.jsonl"));
    return failed == 0;
  }

  /** Says how durable the database is, and that it is not enough where it is not. */
  static boolean keeps(DatabaseDurability durability, PrintStream err) {
    err.println("database: " + durability);
    if (!durability.off().isEmpty()) {
      err.println("bench: refused, a figure without these says nothing: " + durability.off());
      return false;
    }
    return true;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // this process is being ended: the hook is at work
    }
  }

  private void measure(Rig rig) throws IOException {
    add(Figure.alone("start.ready", rig.startToReady().toMillis() / 1_000.0, "s"));
    add(Figure.alone("start.resident", rig.idleMb(), "MB"));
    if (plan.only().equals("start")) {
      return;
    }
    warmUp(rig);
    if (plan.wants("connect")) {
      connect(rig);
    }
    if (plan.wants("held")) {
      held(rig);
    }
    if (plan.wants("rate")) {
      rate(rig);
    }
  }

  /**
   * Java compiles what is used often, Asterisk grows its pools: neither is to be timed. All sides
   * are given the same calls, and what the first of them cost is printed for itself.
   */
  private void warmUp(Rig rig) throws IOException {
    List<Round> cold = new ArrayList<>();
    List<Round> coldPeer = new ArrayList<>();
    int calls = 0;
    for (WarmUpLoads.Step step : WarmUpLoads.of(plan.callsPerSecond(), plan.warmUp())) {
      Load peers = step.load(BenchExchange.PEER_HELPDESK);
      Round peer = told("warming up Queue()", rig.throughQueue(peers));
      told("warming up Queue(), unread", rig.throughUnreadQueue(peers));
      Round own = told("warming up Svara", rig.throughSvara(step.load(BenchExchange.HELPDESK)));
      calls += peers.calls();
      if (step.cold()) {
        cold.add(own);
        coldPeer.add(peer);
      }
    }
    add(
        new Figure(
            "cold.calls", Round.calls(cold), "calls", QUEUE, (double) Round.calls(coldPeer)));
    times("cold", cold, coldPeer);
    processor(
        "cold",
        "all",
        perCall(cold, Round::all),
        QUEUE_ASTERISK,
        perCall(coldPeer, Round::asterisk));
    add(new Figure("connect.warmup", calls, "calls thrown away", QUEUE, (double) calls));
  }

  private void connect(Rig rig) throws IOException {
    List<Round> svara = new ArrayList<>();
    List<Round> queue = new ArrayList<>();
    List<Round> unread = new ArrayList<>();
    for (int i = 0; i < plan.rounds(); i++) {
      queue.add(
          told(
              "Queue()",
              rig.throughQueue(load(BenchExchange.PEER_HELPDESK, plan.callsPerSecond()))));
      unread.add(
          told(
              "Queue(), unread",
              rig.throughUnreadQueue(load(BenchExchange.PEER_HELPDESK, plan.callsPerSecond()))));
      svara.add(
          told("Svara", rig.throughSvara(load(BenchExchange.HELPDESK, plan.callsPerSecond()))));
    }
    times("connect", svara, queue);
    double asterisk = perCall(svara, Round::asterisk);
    double all = perCall(svara, Round::all);
    double peer = perCall(queue, Round::asterisk);
    double least = perCall(unread, Round::asterisk);
    processor("connect", "asterisk", asterisk, QUEUE_ASTERISK, peer);
    processor("connect", "asterisk.unread", asterisk, UNREAD, least);
    processor("connect", "engine", perCall(svara, Round::engine), null, null);
    processor("connect", "database", perCall(svara, Round::database), null, null);
    processor("connect", "all", all, QUEUE_ASTERISK, peer);
    processor("connect", "all.unread", all, UNREAD, least);
  }

  private void held(Rig rig) throws IOException {
    Round queue =
        told(
            "Queue(), nobody on duty",
            rig.throughQueue(
                new Load(BenchExchange.PEER_NOBODY_ON_DUTY, HELD_PER_SECOND, HELD_CALLS, HELD)));
    Round svara =
        told(
            "Svara, nobody on duty",
            rig.throughSvara(
                new Load(BenchExchange.NOBODY_ON_DUTY, HELD_PER_SECOND, HELD_CALLS, HELD)));
    times("held", List.of(svara), List.of(queue));
  }

  /** Both take turns, each up to its own limit. */
  private void rate(Rig rig) throws IOException {
    Climb svara =
        new Climb(pace ->
            told("Svara", rig.throughSvara(Load.lasting(BenchExchange.HELPDESK, pace, STEP))));
    Climb queue =
        new Climb(pace ->
            told(
                "Queue()",
                rig.throughQueue(Load.lasting(BenchExchange.PEER_HELPDESK, pace, STEP))));
    for (int pace : STEPS) {
      if (pace < plan.technicians()) {
        svara.step(pace);
        queue.step(pace);
      }
    }
    failed += svara.failed();
    add(new Figure("rate.calls", svara.carried(), "calls/s", QUEUE, queue.carried()));
    add(new Figure("rate.failed", svara.failed(), "calls", QUEUE, (double) queue.failed()));
  }

  private void times(String flow, List<Round> svara, List<Round> queue) {
    failed += Round.failed(svara);
    Latencies own = Round.answers(svara);
    Latencies peer = Round.answers(queue);
    add(new Figure(flow + ".median", own.medianMillis(), "ms", QUEUE, peer.medianMillis()));
    add(new Figure(flow + ".p99", own.p99Millis(), "ms", QUEUE, peer.p99Millis()));
    add(
        new Figure(
            flow + ".failed", Round.failed(svara), "calls", QUEUE, (double) Round.failed(queue)));
  }

  private void processor(
      String flow, String part, double own, @Nullable String peer, @Nullable Double peerAsterisk) {
    add(new Figure(flow + ".processor." + part, own, "ms/call", peer, peerAsterisk));
  }

  private static double perCall(List<Round> rounds, ToDoubleFunction<Round> seconds) {
    return 1_000 * rounds.stream().mapToDouble(seconds).sum() / Round.calls(rounds);
  }

  private Load load(String number, int callsPerSecond) {
    return Load.lasting(number, callsPerSecond, plan.length());
  }

  private Round told(String who, Round round) {
    err.println(who + ": " + round.text());
    return round;
  }

  private void add(Figure figure) {
    if (plan.wants(figure.name())) {
      figures.add(figure);
      out.println(figure.json());
    }
  }

  private void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, figures.stream().map(Figure::json).toList());
  }
}
