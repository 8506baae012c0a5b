package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.config.FaultRows;
import svara.config.TestDatabase;

/**
 * Faults in every call state, on one node: what phones saw is in the books, once. {@code ./svara
 * test faults} takes a sample, {@code --all} every pair, {@code --only F4} those of one fault; each
 * result is written as it comes, and {@code --resume} leaves out what is written already.
 */
@Tag("faults")
@Timeout(7_200)
final class FaultsIT {
  private static final Logger log = LoggerFactory.getLogger(FaultsIT.class);
  private static final int SAMPLE = 4;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.apart();

  private record Pair(Fault fault, CallState state) {
    String name() {
      return fault.id() + " " + words(fault) + ", " + words(state);
    }

    private static String words(Enum<?> one) {
      return one.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @TestFactory
  Stream<DynamicTest> whatPhonesSawIsInTheBooksOnce() throws IOException {
    Map<String, String> environment = System.getenv();
    Set<String> done = FaultRows.done();
    return chosen(environment).stream()
        .filter(pair -> !done.contains(pair.name()))
        .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> strike(pair)));
  }

  private static List<Pair> chosen(Map<String, String> environment) {
    List<Pair> pairs = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      for (CallState state : CallState.values()) {
        pairs.add(new Pair(fault, state));
      }
    }
    String which = environment.getOrDefault("SVARA_FAULTS", "sample");
    if (which.equals("all")) {
      return pairs;
    }
    if (!which.equals("sample")) {
      return pairs.stream().filter(pair -> pair.name().matches(".*(" + which + ").*")).toList();
    }
    long seed = Long.parseLong(environment.getOrDefault("SVARA_FAULTS_SEED", "1"));
    System.out.println("faults: a sample of " + SAMPLE + ", SVARA_FAULTS_SEED=" + seed);
    // those that last a minute and longer are for the whole run
    pairs.removeIf(pair -> pair.fault().lasts().compareTo(Duration.ofSeconds(30)) > 0);
    Collections.shuffle(pairs, new Random(seed));
    return eachFaultOnce(pairs);
  }

  private static List<Pair> eachFaultOnce(List<Pair> pairs) {
    Set<Fault> faults = new HashSet<>();
    Set<CallState> states = new HashSet<>();
    return pairs.stream()
        .filter(pair -> !faults.contains(pair.fault()) && !states.contains(pair.state()))
        .filter(pair -> faults.add(pair.fault()) && states.add(pair.state()))
        .limit(SAMPLE)
        .toList();
  }

  private static void strike(Pair pair) throws IOException {
    DATABASE.fresh();
    try (FaultScene scene = new FaultScene(DATABASE)) {
      try {
        scene.bring(pair.state());
      } catch (AssertionError notThere) {
        scene.tell();
        throw notThere;
      }
      pair.fault().strike(scene);
      pass(pair.fault().lasts());
      scene.look(pair.fault());
      pair.fault().heal(scene);
      pass(Duration.ofSeconds(1));
      scene.look(pair.fault());
      FaultLedger ledger = scene.ledger();
      FaultRows.write(pair.name(), ledger.json());
      log.atInfo().addKeyValue("pair", pair.name()).log(ledger.toString());
      if (!ledger.well()) {
        scene.tell();
      }
      assertTrue(ledger.well(), () -> ledger.findings().toString());
      scene.verified();
    }
  }
}
