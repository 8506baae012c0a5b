package svara.config.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessTimeTest {
  private static final long ME = ProcessHandle.current().pid();

  @Test
  void workCostsProcessorTime() throws IOException {
    double before = ProcessTime.alone(ME);
    Duration cpu = Duration.ZERO;
    while (cpu.toMillis() < 300) {
      cpu =
          ProcessHandle.current()
              .info()
              .totalCpuDuration()
              .orElseThrow()
              .minusMillis((long) (before * 1_000));
    }
    assertTrue(ProcessTime.alone(ME) - before >= 0.28);
  }

  @Test
  void theTimeOfChildrenThatHaveEndedIsNotLost() throws IOException, InterruptedException {
    double before = ProcessTime.family(ME);
    double alone = ProcessTime.alone(ME);
    new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done")
        .start()
        .waitFor();
    double children = ProcessTime.family(ME) - before - (ProcessTime.alone(ME) - alone);
    assertTrue(children >= 0.1, "children " + children);
  }

  @Test
  void memoryIsThatOfTheProcess() throws IOException {
    assertTrue(ProcessTime.residentMb(ME) > 20);
  }
}
