package svara.telephony;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Every method of a port in every {@link Situation}: either a test covers it, or a reason says why
 * it means nothing.
 *
 * @param port the interface
 * @param meaningless the reasons, by cell
 */
record ContractMatrix(Class<?> port, Map<Cell, String> meaningless) {

  /** One method in one situation. */
  record Cell(String method, Situation when) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byMethod = method.compareTo(other.method);
      return byMethod != 0 ? byMethod : when.compareTo(other.when);
    }

    @Override
    public String toString() {
      return method + " " + when;
    }
  }

  /** What is wrong with a contract class: one sentence each, none when it is complete. */
  List<String> gaps(Class<?> contract) {
    var tests = testsByCell(contract);
    var cells = cells();
    List<String> gaps = new ArrayList<>();
    for (Cell cell : cells) {
      boolean tested = tests.containsKey(cell);
      String reason = meaningless.getOrDefault(cell, "");
      if (!tested && reason.isBlank()) {
        gaps.add(cell + ": neither tested nor said to be meaningless");
      } else if (tested && !reason.isBlank()) {
        gaps.add(cell + ": said to be meaningless, but tested by " + tests.get(cell));
      }
    }
    Set<Cell> unknown = new TreeSet<>(tests.keySet());
    unknown.addAll(meaningless.keySet());
    unknown.removeAll(cells);
    unknown.forEach(cell -> gaps.add(cell + ": the port has no such method"));
    return gaps;
  }

  private Set<Cell> cells() {
    Set<Cell> cells = new TreeSet<>();
    for (Method method : port.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      for (Situation when : Situation.values()) {
        cells.add(new Cell(method.getName(), when));
      }
    }
    return cells;
  }

  private static Map<Cell, List<String>> testsByCell(Class<?> contract) {
    Map<Cell, List<String>> tests = new TreeMap<>();
    for (Class<?> c = contract; c != null; c = c.getSuperclass()) {
      for (Method test : c.getDeclaredMethods()) {
        Covers covers = test.getAnnotation(Covers.class);
        if (covers == null || !isRun(test)) {
          continue;
        }
        Arrays.stream(covers.methods())
            .map(method -> new Cell(method, covers.when()))
            .forEach(
                cell -> tests.computeIfAbsent(cell, k -> new ArrayList<>()).add(test.getName()));
      }
    }
    return tests;
  }

  private static boolean isRun(Method test) {
    return test.isAnnotationPresent(Test.class)
        || test.isAnnotationPresent(ParameterizedTest.class);
  }
}
