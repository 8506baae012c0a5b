package svara.web;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.TicketNumber;
import svara.engine.port.DeskStore;

/** Drafts, templates and views that nobody keeps. */
final class DeskInMemory implements DeskStore {
  private final Map<String, Draft> drafts = new HashMap<>();
  private final List<Template> templates = new ArrayList<>();
  private final Map<String, List<SavedView>> views = new HashMap<>();

  @Override
  public synchronized Future<Optional<Draft>> draft(String who, TicketNumber ticket) {
    return Future.succeededFuture(Optional.ofNullable(drafts.get(who + ticket)));
  }

  @Override
  public synchronized Future<Void> keep(String who, TicketNumber ticket, Draft draft) {
    if (draft.text().isBlank()) {
      drafts.remove(who + ticket);
    } else {
      drafts.put(who + ticket, draft);
    }
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<List<Template>> templates() {
    return Future.succeededFuture(List.copyOf(templates));
  }

  @Override
  public synchronized Future<Optional<Template>> save(
      Long id, String title, String body, Instant at) {
    Template saved = new Template(id == null ? templates.size() + 1L : id, title, body, at);
    boolean known = templates.removeIf(one -> one.id() == saved.id());
    if (id != null && !known) {
      return Future.succeededFuture(Optional.empty());
    }
    templates.add(saved);
    return Future.succeededFuture(Optional.of(saved));
  }

  @Override
  public synchronized Future<Boolean> remove(long template) {
    return Future.succeededFuture(templates.removeIf(one -> one.id() == template));
  }

  @Override
  public synchronized Future<List<SavedView>> views(String who) {
    return Future.succeededFuture(List.copyOf(views.getOrDefault(who, List.of())));
  }

  @Override
  public synchronized Future<Boolean> keep(String who, SavedView view) {
    List<SavedView> own = views.computeIfAbsent(who, _ -> new ArrayList<>());
    own.removeIf(one -> one.name().equals(view.name()));
    return Future.succeededFuture(own.add(view));
  }

  @Override
  public synchronized Future<Boolean> remove(String who, String view) {
    return Future.succeededFuture(
        views.getOrDefault(who, new ArrayList<>()).removeIf(one -> one.name().equals(view)));
  }
}
