package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;

/**
 * What technicians have at their desks: drafts, templates and saved views. Futures fail with {@link
 * StoreException}.
 */
public interface DeskStore {
  int TEMPLATES_MAX = 200;
  int VIEWS_MAX = 50;

  /** What somebody has written on a ticket and not sent. */
  Future<Optional<Draft>> draft(String who, TicketNumber ticket);

  /** Keeps what is written in place of what was; nothing written is no draft. */
  Future<Void> keep(String who, TicketNumber ticket, Draft draft);

  /** Texts that replies begin from, by title. */
  Future<List<Template>> templates();

  /**
   * Keeps a text.
   *
   * @param id of the one it takes the place of, or null for a new one
   * @return nothing when there is no such text, or there are as many as there may be
   */
  Future<Optional<Template>> save(@Nullable Long id, String title, String body, Instant at);

  /** Whether it was there. */
  Future<Boolean> remove(long template);

  /** Lists that somebody wants to see again, by name. */
  Future<List<SavedView>> views(String who);

  /** Keeps a list under its name; false when there are as many as there may be. */
  Future<Boolean> keep(String who, SavedView view);

  /** Whether it was there. */
  Future<Boolean> remove(String who, String view);

  /**
   * What is written and not sent.
   *
   * @param kind reply or note
   * @param text at most 100,000 characters
   */
  record Draft(String kind, String text, Instant savedAt) {}

  /**
   * A text that replies begin from.
   *
   * @param title at most 80 characters
   * @param body at most 20,000; words in braces are fields of the ticket
   */
  record Template(long id, String title, String body, Instant savedAt) {}

  /**
   * A list of tickets.
   *
   * @param name at most 60 characters
   * @param query as it stands in the console's address, at most 500
   */
  record SavedView(String name, String query) {}
}
