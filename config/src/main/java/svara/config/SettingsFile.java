package svara.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.config.settings.Settings;
import svara.config.settings.SettingsException;

/**
 * The settings file while the engine runs: of what changes in it the technicians are taken, all
 * else needs a restart. Used by one thread, which may block.
 */
final class SettingsFile {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

  private final Path file;
  private final Map<String, String> environment;
  private final Consumer<Settings> changed;
  private Settings running;
  private @Nullable Stamp last;
  private @Nullable Stamp read;

  private record Stamp(FileTime modified, long sizeBytes) {}

  /**
   * @param running the settings that the engine was started with
   * @param changed gets those settings with the technicians that the file names now
   */
  SettingsFile(
      Path file, Map<String, String> environment, Settings running, Consumer<Settings> changed) {
    this.file = file;
    this.environment = environment;
    this.running = running;
    this.changed = changed;
  }

  /**
   * Reads the file when it has changed and then stood still for one look: it may be half written.
   */
  void look() {
    try {
      Stamp now = new Stamp(Files.getLastModifiedTime(file), Files.size(file));
      boolean still = now.equals(last);
      last = now;
      if (still && !now.equals(read)) {
        read = now;
        take(Settings.read(file, environment));
      }
    } catch (SettingsException e) {
      LOG.atError()
          .addKeyValue("file", file)
          .addKeyValue("problems", e.getMessage())
          .log("the changed settings are refused; the old ones stay");
    } catch (IOException e) {
      if (last != null) {
        LOG.atWarn()
            .addKeyValue("file", file)
            .addKeyValue("cause", e.toString())
            .log("the settings can not be read; the old ones stay");
      }
      last = null; // said once; back again it is looked at anew
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("file", file).setCause(e).log("the settings could not be followed");
    }
  }

  private void take(Settings fresh) {
    List<String> others = needRestart(running, fresh);
    if (!others.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("keys", others)
          .log("changed settings that are taken at the next restart");
    }
    if (!fresh.technicians().equals(running.technicians())) {
      running = running.withTechniciansOf(fresh);
      LOG.atInfo()
          .addKeyValue("technicians", running.technicians().size())
          .log("the technicians are taken from the changed settings");
      changed.accept(running);
    }
  }

  /** The keys at the top that differ and are read at the start alone. */
  static List<String> needRestart(Settings old, Settings fresh) {
    List<String> keys = new ArrayList<>();
    note(keys, "zone", old.zone(), fresh.zone());
    note(keys, "data", old.data(), fresh.data());
    note(keys, "http", old.http(), fresh.http());
    note(keys, "database", old.database(), fresh.database());
    note(keys, "telephony", old.telephony(), fresh.telephony());
    note(keys, "times", old.times(), fresh.times());
    note(keys, "queues", old.queues(), fresh.queues());
    note(keys, "numbers", old.numbers(), fresh.numbers());
    note(keys, "directory", old.directory(), fresh.directory());
    note(keys, "tickets", old.tickets(), fresh.tickets());
    note(keys, "mail", old.mail(), fresh.mail());
    note(keys, "mailboxes", old.mailboxes(), fresh.mailboxes());
    note(keys, "smtp", old.smtp(), fresh.smtp());
    note(keys, "cluster", old.cluster(), fresh.cluster());
    note(keys, "log", old.log(), fresh.log());
    return keys;
  }

  private static void note(List<String> keys, String key, Object old, Object fresh) {
    if (!old.equals(fresh)) {
      keys.add(key);
    }
  }
}
