package svara.config;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import svara.config.demo.Helpdesk;
import svara.config.demo.HelpdeskCounts;
import svara.config.settings.Settings;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.CallStore.CallQuery;
import svara.engine.port.CallStore.CallRecord;
import svara.engine.port.CallbackStore.EndedQuery;
import svara.engine.port.CallbackStore.Ending;
import svara.engine.port.LiveUpdate;
import svara.engine.port.Page;
import svara.engine.port.TicketStore.TicketQuery;
import svara.engine.port.TicketStore.TicketRow;
import svara.engine.port.TicketStore.TimelineEntry;
import svara.engine.queue.Callback;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.Technician;
import svara.engine.ticket.TicketChannel;

/** A node of this process, as the demo looks at it from outside. */
final class DemoHelpdesk implements Helpdesk {
  private static final int PAGE = 1_000;
  private static final int TICKETS = 200;

  private final NodeProcess process;
  private final Node.Running running;
  private final QueueId queue;
  private final Terminal terminal;
  private final Instant since;

  private DemoHelpdesk(NodeProcess process, QueueId queue, Terminal terminal, Instant since) {
    this.process = process;
    this.running = process.running();
    this.queue = queue;
    this.terminal = terminal;
    this.since = since;
  }

  static DemoHelpdesk start(Settings settings, Terminal terminal) {
    Instant since = terminal.clock().instant();
    NodeProcess process = NodeProcess.start(settings, terminal);
    return new DemoHelpdesk(process, settings.queues().getFirst().name(), terminal, since);
  }

  @Override
  public URI url() {
    return running.url();
  }

  @Override
  public List<String> welcome() {
    List<String> lines = new ArrayList<>();
    running
        .access()
        .freshToken()
        .ifPresent(token -> lines.add("token for the API, shown this once: " + token));
    lines.add(
        "sign in within ten minutes: %s#code=%s"
            .formatted(running.url(), running.access().signInCode()));
    return lines;
  }

  @Override
  public boolean ready() {
    return running.engine().ready();
  }

  @Override
  public void onNews(Consumer<LiveUpdate> listener) {
    running.live().subscribe(listener);
  }

  @Override
  public void backOnDuty(TechnicianId technician) {
    Instant now = terminal.clock().instant();
    submit(
        new QueueCommand.ChangeDuty(
            id(technician.value(), now),
            now,
            technician,
            Technician.Duty.ON,
            "",
            technician.value()));
  }

  @Override
  public void keepPromises(boolean kept) {
    Instant now = terminal.clock().instant();
    submit(new QueueCommand.SwitchDialling(id("dialling", now), now, !kept, "demo", ""));
  }

  private static CommandId id(String what, Instant now) {
    return new CommandId("demo/%s/%d/%d".formatted(what, now.getEpochSecond(), now.getNano()));
  }

  private void submit(QueueCommand command) {
    running.node().onContext(() -> running.engine().submit(queue, command)).await();
  }

  @Override
  public HelpdeskCounts counts(
      Predicate<CallerNumber> callers, Set<TechnicianId> technicians, Set<String> writers) {
    List<CallRecord> calls = calls().stream().filter(c -> callers.test(c.number())).toList();
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long open = 0;
    long answered = 0;
    for (CallRecord call : calls) {
      Outcome outcome = call.moments().outcome();
      if (outcome == null) {
        open++;
      } else {
        outcomes.merge(outcome, 1L, Long::sum);
      }
      TechnicianId technician = call.technician();
      if (outcome == Outcome.ANSWERED && technician != null && technicians.contains(technician)) {
        answered++;
      }
    }
    var tickets =
        running
            .stores()
            .tickets()
            .rows(calls.stream().map(CallRecord::ticket).distinct().toList())
            .await();
    long onTickets = calls.stream().filter(c -> tickets.containsKey(c.ticket())).count();
    return new HelpdeskCounts(
        calls.size(), open, outcomes, answered, onTickets, mailTickets(writers), promises());
  }

  /** Counted from the timelines of the tickets that promises are on. */
  private HelpdeskCounts.Promises promises() {
    List<Callback> owed =
        running
            .node()
            .onContext(() -> running.engine().view(queue))
            .await()
            .orElseThrow()
            .state()
            .callbacks();
    Set<TicketNumber> tickets = new TreeSet<>();
    owed.forEach(callback -> tickets.add(callback.caller().ticket()));
    for (Ending ending : Ending.values()) {
      running
          .stores()
          .callbacks()
          .ended(new EndedQuery(queue, ending, null, TICKETS))
          .await()
          .items()
          .stream()
          .filter(ended -> !ended.endedAt().isBefore(since))
          .forEach(ended -> tickets.add(ended.ticket()));
    }
    List<String> entries = tickets.stream().flatMap(this::entries).toList();
    return new HelpdeskCounts.Promises(
        entries.stream().filter("callback.dialled"::equals).count(),
        entries.stream().filter("callback.kept"::equals).count(),
        owed.stream().filter(Callback::underWay).count());
  }

  /** What has happened on a ticket since the start. */
  private Stream<String> entries(TicketNumber ticket) {
    return running.stores().tickets().ticket(ticket).await().orElseThrow().timeline().stream()
        .filter(entry -> !entry.at().isBefore(since))
        .map(TimelineEntry::kind);
  }

  private long mailTickets(Set<String> writers) {
    long found = 0;
    @Nullable String cursor = null;
    do {
      Page<TicketRow> page =
          running
              .stores()
              .tickets()
              .tickets(new TicketQuery(List.of(), null, null, null, null, cursor, TICKETS))
              .await();
      found +=
          page.items().stream()
              .filter(row -> row.channel() == TicketChannel.MAIL)
              .filter(row -> !row.openedAt().isBefore(since))
              .filter(row -> writers.contains(row.requesterName()))
              .count();
      cursor = page.next().orElse(null);
      // what was changed last comes first, so older ones follow
      if (page.items().stream().anyMatch(row -> row.changedAt().isBefore(since))) {
        cursor = null;
      }
    } while (cursor != null);
    return found;
  }

  private List<CallRecord> calls() {
    List<CallRecord> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<CallRecord> page =
          running
              .stores()
              .calls()
              .calls(new CallQuery(queue, since, null, null, null, cursor, PAGE))
              .await();
      all.addAll(page.items());
      cursor = page.next().orElse(null);
    } while (cursor != null);
    return all;
  }

  @Override
  public void close() {
    process.close();
  }
}
