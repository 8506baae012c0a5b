package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
  private static final Map<String, ArchRule> RULES = Architecture.rules();

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("svara");

  /** What breaks each rule, kept so that a rule that can not fail is seen. */
  private static final Map<String, String> PLANTED =
      Map.ofEntries(
          Map.entry(
              "pure packages lean on pure packages and harmless ones alone",
              "svara.engine.queue.planted"),
          Map.entry("pure packages read no clock and no chance", "svara.engine.statistics.planted"),
          Map.entry("org.asteriskjava.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("io.vertx.sqlclient.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("jakarta.mail.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("org.owasp.html.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("com.icegreen.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("io.vertx.ext.web.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("com.unboundid.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("com.hazelcast.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("de.focus_shift.jollyday.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("org.dhatim.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("picocli.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("org.snakeyaml.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("ch.qos.logback.. stays in its place", "svara.engine.runtime.planted"),
          Map.entry("JDBC stays beside the database", "svara.engine.runtime.planted"),
          Map.entry("the engine knows no other module", "svara.engine.runtime.planted"),
          Map.entry("the exchange knows the engine alone", "svara.telephony.planted"),
          Map.entry("the pages know the engine alone", "svara.web.planted"),
          Map.entry("no package leans on one that leans on it", "svara.telephony.planted"),
          Map.entry("nobody sleeps", "svara.engine.runtime.planted"),
          Map.entry("names say the variant", "svara.engine.runtime.planted"));

  @TestFactory
  Stream<DynamicTest> theHouseKeepsItsRules() {
    return RULES.entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule.getKey(), () -> rule.getValue().allowEmptyShould(true).check(PRODUCT)));
  }

  @Test
  void theProductIsAllThere() {
    for (String inModule :
        new String[] {
          "svara.engine.queue.QueueLogic",
          "svara.config.Main",
          "svara.telephony.simulated.SimulatedExchange"
        }) {
      assertTrue(PRODUCT.contain(inModule), inModule);
    }
  }

  @Test
  void everyRuleHasAPlantedFault() {
    assertEquals(new TreeSet<>(RULES.keySet()), new TreeSet<>(PLANTED.keySet()));
  }

  @Test
  void aReplayThatDrawsWithoutASeedIsSeen() {
    JavaClasses planted = new ClassFileImporter().importPackages("svara.engine.whatif.planted");
    ArchRule rule = RULES.get("pure packages read no clock and no chance");
    assertThrows(AssertionError.class, () -> rule.check(planted));
  }

  @TestFactory
  Stream<DynamicTest> aPlantedFaultBreaksEachRule() {
    return PLANTED.entrySet().stream()
        .map(fault ->
            DynamicTest.dynamicTest(
                fault.getKey(),
                () -> {
                  JavaClasses planted =
                      new ClassFileImporter().importPackages(fault.getValue(), "svara.web.planted");
                  ArchRule rule = RULES.get(fault.getKey());
                  assertThrows(AssertionError.class, () -> rule.check(planted));
                }));
  }
}
