package svara.config.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processor time and memory of processes, from {@code /proc} (proc(5)). */
final class ProcessTime {
  private static final Path PROC = Path.of("/proc");
  // USER_HZ: what proc(5) counts in, the same on every Linux Java runs on
  private static final double TICKS_PER_SECOND = 100;
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessTime() {}

  /** Seconds of processor time that a process has used, without its children. */
  static double alone(long pid) throws IOException {
    List<String> stat = stat(pid);
    return (Long.parseLong(stat.get(USER)) + Long.parseLong(stat.get(USER + 1))) / TICKS_PER_SECOND;
  }

  /**
   * Seconds of processor time of a process and its children, also of those that have ended: a
   * database server is a family of processes.
   */
  static double family(long pid) throws IOException {
    double seconds = ticks(stat(pid), USER, CHILDREN_SYSTEM);
    try (Stream<Path> processes = Files.list(PROC)) {
      List<Path> numbered =
          processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList();
      for (Path process : numbered) {
        seconds += ofChild(process, pid);
      }
    }
    return seconds;
  }

  /** Resident memory in MB. */
  static double residentMb(long pid) throws IOException {
    return Files.readAllLines(PROC.resolve(pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("process " + pid + " has no memory: it has ended"));
  }

  private static double ofChild(Path process, long parent) {
    try {
      List<String> stat = stat(Long.parseLong(process.getFileName().toString()));
      return Long.parseLong(stat.get(PARENT)) == parent ? ticks(stat, USER, CHILDREN_SYSTEM) : 0;
    } catch (IOException _) {
      return 0; // ended since it was listed; its parent counts it from now on
    }
  }

  private static double ticks(List<String> stat, int first, int last) {
    return stat.subList(first, last + 1).stream().mapToLong(Long::parseLong).sum()
        / TICKS_PER_SECOND;
  }

  /** The fields after the command's name, which may hold blanks and brackets itself. */
  private static List<String> stat(long pid) throws IOException {
    String line = Files.readString(PROC.resolve(pid + "/stat"));
    return List.of(line.substring(line.lastIndexOf(')') + 2).strip().split(" "));
  }
}
