package svara.engine.port;

import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;

/**
 * For whom tickets are read: a restricted one is there for its assignee and for those who see all,
 * and for nobody else.
 *
 * @param technician whose tickets are the reader's own, or null
 * @param all the manager, and the engine itself
 */
public record Viewer(@Nullable TechnicianId technician, boolean all) {
  /** The engine itself. */
  public static final Viewer EVERYTHING = new Viewer(null, true);
}
