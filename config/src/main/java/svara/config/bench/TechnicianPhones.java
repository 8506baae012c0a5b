package svara.config.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All technicians' phones, played by one SIPp: each answers at once and talks for a set time. */
final class TechnicianPhones implements AutoCloseable {
  private static final String SCENARIO = "technicians.xml";
  private static final Duration UP = Duration.ofMillis(300);

  private final Started sipp;

  private TechnicianPhones(Started sipp) {
    this.sipp = sipp;
  }

  static TechnicianPhones start(BenchPlaces places, Path folder, int port, Duration talk)
      throws IOException {
    Path scenario = folder.resolve(SCENARIO);
    try (InputStream resource = TechnicianPhones.class.getResourceAsStream(SCENARIO)) {
      if (resource == null) {
        throw new IllegalStateException(SCENARIO + " is not in the jar");
      }
      String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(scenario, text.replace("@TALK@", Long.toString(talk.toMillis())));
    }
    List<String> command =
        List.of(
            places.sipp().toString(),
            "-sf",
            scenario.toString(),
            "-i",
            "127.0.0.1",
            "-mi",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-nostdin");
    Started sipp =
        Started.of("the technicians' phones", command, folder, folder.resolve("technicians.log"));
    sipp.rest(UP);
    return new TechnicianPhones(sipp);
  }

  @Override
  public void close() {
    sipp.close();
  }
}
