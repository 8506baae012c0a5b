package svara.config.demo;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.port.LiveUpdate;

/** The engine with its database and pages, as the demo needs it. */
public interface Helpdesk extends AutoCloseable {
  /** Where its pages are. */
  URI url();

  /** What a person must know to be let in, a line each. */
  List<String> welcome();

  /** Calls are taken by the engine now. */
  boolean ready();

  /** News as they come, on any thread. */
  void onNews(Consumer<LiveUpdate> listener);

  /** A technician who was paused comes back. */
  void backOnDuty(TechnicianId technician);

  /** Promises are kept from now on, or no longer. */
  void keepPromises(boolean kept);

  /**
   * What it has kept of calls and mails since the start.
   *
   * @param callers whose calls, by what they show
   * @param technicians whose answers are counted
   * @param writers whose mails are counted, by name
   */
  HelpdeskCounts counts(
      Predicate<CallerNumber> callers, Set<TechnicianId> technicians, Set<String> writers);

  @Override
  void close();
}
