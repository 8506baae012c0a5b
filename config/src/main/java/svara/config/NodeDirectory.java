package svara.config;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import svara.config.settings.DirectorySettings;
import svara.config.settings.Settings;
import svara.engine.directory.DirectorySchedule;
import svara.engine.directory.DirectorySync;
import svara.engine.directory.DirectorySync.Extent;
import svara.engine.directory.LdapDirectory;
import svara.engine.people.DirectoryEntry;
import svara.engine.people.NumberPlan;
import svara.engine.port.DirectoryStore;

/** The directory's part of a node, put together from settings. */
final class NodeDirectory {
  private NodeDirectory() {}

  static DirectorySync sync(Settings settings, DirectoryStore people, NumberPlan numbers) {
    return new DirectorySync(people, numbers, settings.directory().leaversPercentMax());
  }

  /** What asks again and again; nothing where no directory is set. */
  static Optional<DirectorySchedule> schedule(
      Settings settings,
      DirectoryStore people,
      NumberPlan numbers,
      NodeMail.Home home,
      InstantSource clock) {
    DirectorySettings directory = settings.directory();
    DirectorySync sync = sync(settings, people, numbers);
    return directory
        .access()
        .map(access ->
            new DirectorySchedule(
                new LdapDirectory(access),
                entries -> run(home, sync, entries),
                DirectorySchedule.Pace.every(directory.every()),
                clock));
  }

  private static Future<DirectorySync.Outcome> run(
      NodeMail.Home home, DirectorySync sync, List<DirectoryEntry> entries) {
    return home.onContext(() -> sync.run(entries, Extent.CAREFUL));
  }
}
