package svara.config;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of the house, by name. */
final class Architecture {
  /** No clock, no randomness, no logging, no Vert.x, no I/O. */
  private static final String[] PURE = {
    "svara.engine.id..",
    "svara.engine.calendar..",
    "svara.engine.queue..",
    "svara.engine.ticket..",
    "svara.engine.mail..",
    "svara.engine.people..",
    "svara.engine.statistics..",
    "svara.engine.whatif.."
  };

  /** What pure packages may lean on beside each other. */
  private static final String[] HARMLESS = {
    "java.lang",
    "java.lang.annotation",
    "java.lang.constant",
    "java.lang.invoke",
    "java.lang.runtime",
    "java.math",
    "java.nio.charset",
    "java.text",
    "java.time..",
    "java.util",
    "java.util.function",
    // draws from a seed that is handed in; see OUTSIDE for those without one
    "java.util.random",
    "java.util.regex",
    "java.util.stream",
    "org.jspecify.annotations",
    "com.google.i18n.phonenumbers..",
    "de.focus_shift.jollyday.."
  };

  /** Calls that read a clock, the machine's defaults or chance, in packages that are harmless. */
  private static final DescribedPredicate<JavaCall<?>> OUTSIDE =
      DescribedPredicate.describe(
          "read a clock, chance or the machine",
          call -> {
            String owner = call.getTargetOwner().getName();
            String name = call.getName();
            return (owner.startsWith("java.time.") && name.equals("now"))
                || (owner.startsWith("java.time.Clock") && name.startsWith("system"))
                || (owner.equals("java.time.InstantSource") && name.equals("system"))
                || (owner.equals("java.time.ZoneId") && name.equals("systemDefault"))
                || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                || (owner.equals("java.lang.Math") && name.equals("random"))
                || (owner.equals("java.util.Collections") && name.equals("shuffle"))
                || (owner.equals("java.util.random.RandomGenerator")
                    && Set.of("getDefault", "of").contains(name))
                || owner.equals("java.util.random.RandomGeneratorFactory")
                || (owner.equals("java.util.SplittableRandom")
                    && name.equals("<init>")
                    && call.getTarget().getRawParameterTypes().isEmpty())
                || Set.of(
                            "java.lang.System",
                            "java.lang.Thread",
                            "java.lang.Runtime",
                            "java.lang.ProcessBuilder",
                            "java.util.Random",
                            "java.util.Timer")
                        .contains(owner)
                    && !name.equals("identityHashCode")
                    && !name.equals("arraycopy");
          });

  /** Each library and the one place for it. */
  private static final Map<List<String>, List<String>> PLACES = places();

  private Architecture() {}

  private static Map<List<String>, List<String>> places() {
    Map<List<String>, List<String>> places = new LinkedHashMap<>();
    places.put(List.of("org.asteriskjava.."), List.of("svara.telephony.asterisk.."));
    places.put(
        List.of(
            "io.vertx.sqlclient..", "io.vertx.pgclient..", "org.flywaydb..", "org.postgresql.."),
        List.of("svara.engine.postgres.."));
    places.put(List.of("jakarta.mail..", "org.eclipse.angus.."), List.of("svara.engine.mailbox.."));
    places.put(List.of("com.unboundid.."), List.of("svara.engine.directory.."));
    places.put(List.of("org.owasp.html.."), List.of("svara.engine.mailbox.."));
    places.put(List.of("com.icegreen.."), List.of("svara.config.demo.."));
    places.put(List.of("io.vertx.ext.web..", "io.vertx.openapi.."), List.of("svara.web.."));
    places.put(
        List.of("com.hazelcast..", "io.vertx.spi.cluster.."), List.of("svara.config.cluster.."));
    places.put(List.of("org.dhatim..", "org.openpdf.."), List.of("svara.web.report.."));
    places.put(List.of("picocli.."), List.of("svara.config", "svara.config.demo.."));
    places.put(List.of("org.snakeyaml.."), List.of("svara.config.settings..", "svara.web.."));
    places.put(List.of("de.focus_shift.jollyday.."), List.of("svara.engine.calendar.."));
    places.put(List.of("ch.qos.logback..", "com.ongres.scram.."), List.of("svara.none.."));
    return places;
  }

  static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put(
        "pure packages lean on pure packages and harmless ones alone",
        classes()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(PURE)
                    .or(resideInAnyPackage(HARMLESS))
                    .or(primitive())
                    .and(not(nameMatching("java\\.util\\.(Random|Timer|Scanner).*")))
                    .and(not(nameMatching("java\\.lang\\.(Thread|Process|Runtime$).*")))));
    rules.put(
        "pure packages read no clock and no chance",
        noClasses().that().resideInAnyPackage(PURE).should().callCodeUnitWhere(outside()));
    PLACES.forEach((libraries, places) ->
        rules.put(
            libraries.getFirst() + " stays in its place",
            noClasses()
                .that()
                .resideInAPackage("svara..")
                .and()
                .resideOutsideOfPackages(places.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries.toArray(String[]::new))));
    rules.put(
        "JDBC stays beside the database",
        noClasses()
            .that()
            .resideOutsideOfPackage("svara.engine.postgres..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.sql..", "javax.sql..")
                    .and(not(nameMatching("java\\.sql\\.SQLException")))));
    rules.put(
        "the engine knows no other module",
        apart("svara.engine..", "svara.telephony..", "svara.web..", "svara.config.."));
    rules.put(
        "the exchange knows the engine alone",
        apart("svara.telephony..", "svara.web..", "svara.config.."));
    rules.put(
        "the pages know the engine alone",
        apart("svara.web..", "svara.telephony..", "svara.config.."));
    rules.put(
        "no package leans on one that leans on it",
        slices().matching("svara.(**)").should().beFreeOfCycles());
    rules.put(
        "nobody sleeps",
        noClasses()
            .that()
            .resideInAPackage("svara..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class));
    rules.put(
        "names say the variant",
        noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?|Base)"));
    return rules;
  }

  private static ArchRule apart(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  /** Every call of a class is seen as its kind, so the predicate is widened. */
  private static DescribedPredicate<JavaCall<?>> outside() {
    return OUTSIDE;
  }

  private static DescribedPredicate<JavaClass> primitive() {
    return DescribedPredicate.describe(
        "primitives and their arrays", type -> type.getBaseComponentType().isPrimitive());
  }
}
