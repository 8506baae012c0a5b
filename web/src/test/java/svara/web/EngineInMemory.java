package svara.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.people.NumberPlan;
import svara.engine.port.CallStore;
import svara.engine.port.CallbackStore;
import svara.engine.port.Callees;
import svara.engine.port.EngineCounters;
import svara.engine.port.FigureStore;
import svara.engine.port.Health;
import svara.engine.port.LiveUpdate;
import svara.engine.port.LiveUpdates;
import svara.engine.port.MailIntake;
import svara.engine.port.Page;
import svara.engine.port.QueueService;
import svara.engine.port.QueueStore;
import svara.engine.port.Repairs;
import svara.engine.port.TicketFiles;
import svara.engine.port.TicketStore;
import svara.engine.port.Viewer;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Callback;
import svara.engine.queue.Caller;
import svara.engine.queue.Decision;
import svara.engine.queue.Outcome;
import svara.engine.queue.PhoneState;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.queue.RingResult;
import svara.engine.queue.Technician;
import svara.engine.statistics.Belonging;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.ContactBook;
import svara.engine.statistics.ContactStatistics;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.PromiseMoments;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketMoments;
import svara.engine.ticket.TicketChannel;
import svara.engine.ticket.TicketKind;
import svara.engine.ticket.TicketStatus;
import svara.engine.whatif.Recorder;
import svara.engine.whatif.Recording;

/**
 * The engine's ports over plain maps: the queue decides by the real core, so that pages and API are
 * tested against states that can come about. Not for more than one thread but for {@code
 * synchronized} commands, which a test gives from its own.
 */
public final class EngineInMemory
    implements QueueService,
        CallStore,
        FigureStore,
        TicketStore,
        TicketFiles,
        CallbackStore,
        Callees,
        LiveUpdates,
        Health,
        MailIntake,
        EngineCounters,
        Repairs {
  private final InstantSource clock;
  private final Map<QueueId, Line> lines = new LinkedHashMap<>();
  private final Map<CallId, CallRecord> calls = new LinkedHashMap<>();
  private final List<CallMoments> closed = new ArrayList<>();
  private final List<TicketFile> files = new ArrayList<>();
  private final MailInMemory mails = new MailInMemory();
  private final PeopleInMemory people = new PeopleInMemory();
  private final DeskInMemory desk = new DeskInMemory();
  private final Map<CallbackId, PromiseMoments> promises = new LinkedHashMap<>();
  private final Map<CallbackId, Callback> promised = new HashMap<>();
  private final List<EndedCallback> over = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final NumberPlan numbers = NumberPlan.plain();
  private final Map<TicketNumber, Ticket> tickets = new TreeMap<>();
  private final Map<String, Attachment> attachments = new HashMap<>();
  private final List<Consumer<LiveUpdate>> listeners = new CopyOnWriteArrayList<>();
  private final Map<QueueId, Map<Outcome, Long>> ended = new HashMap<>();
  private final Map<QueueId, List<QueueEvent>> journals = new HashMap<>();
  private final List<Mismatch> mismatches = new CopyOnWriteArrayList<>();
  private final AccountsInMemory accounts = new AccountsInMemory();
  private final List<String> repairs = new CopyOnWriteArrayList<>();
  private volatile Strangers strangers = Strangers.NONE;
  private volatile boolean hasDirectory;
  private volatile long differences = 3;
  private int serial;
  private int commands;
  private volatile RuntimeException failure;
  private volatile Health.Report health;

  private static final class Line {
    private final String title;
    private final List<String> numbers;
    private QueuePolicy policy;
    private final Map<TechnicianId, String> names;
    private QueueState state;

    private Line(
        String title,
        List<String> numbers,
        QueuePolicy policy,
        Map<TechnicianId, String> names,
        QueueState state) {
      this.title = title;
      this.numbers = numbers;
      this.policy = policy;
      this.names = names;
      this.state = state;
    }
  }

  public EngineInMemory(InstantSource clock) {
    this.clock = clock;
    this.health = worksSince(clock.instant());
  }

  public static Health.Report worksSince(Instant since) {
    return new Health.Report(
        true,
        List.of(
            new Part("exchange", State.WORKS, since),
            new Part("database", State.WORKS, since),
            new Part("mail", State.WORKS, since)));
  }

  /** Adds a queue whose technicians are on duty and free. */
  public QueueId queue(String name, String title, String number, String... technicians) {
    QueueId queue = new QueueId(name);
    Map<TechnicianId, String> names = new LinkedHashMap<>();
    for (String technician : technicians) {
      names.put(
          new TechnicianId(technician),
          "Tekniker " + technician.substring(technician.length() - 1));
    }
    lines.put(
        queue,
        new Line(title, List.of(number), QueuePolicy.defaults(), names, QueueState.empty(queue)));
    submit(
        queue,
        new QueueCommand.EnrolTechnicians(next(), clock.instant(), List.copyOf(names.keySet())));
    for (TechnicianId technician : names.keySet()) {
      submit(
          queue, new QueueCommand.NotePhone(next(), clock.instant(), technician, PhoneState.FREE));
    }
    return queue;
  }

  /** From now on wrap-up takes so long, and a technician may take a waiting caller, or not. */
  public synchronized void rules(QueueId queue, Duration wrapUp, boolean takeIt) {
    Line line = lines.get(queue);
    QueuePolicy was = line.policy;
    line.policy =
        new QueuePolicy(
            was.talkingMax(),
            was.waitingMax(),
            was.callbacksMax(),
            was.turnedAwayMax(),
            was.ringTime(),
            was.waitMax(),
            was.refusePause(),
            wrapUp,
            was.shortAbandon(),
            was.ring(),
            was.hours(),
            was.callbacks(),
            takeIt,
            was.messages());
  }

  /** A caller whom nobody knows. */
  public Caller offer(QueueId queue, String name, String e164) {
    return offer(queue, name, "", "", e164);
  }

  /** A caller; known when there is a department. */
  public synchronized Caller offer(
      QueueId queue, String name, String department, String subject, String e164) {
    return offerOn(new TicketNumber(2026, ++serial), queue, name, department, subject, e164);
  }

  /** A caller whose call belongs to that ticket. */
  public synchronized Caller offerOn(
      TicketNumber ticket,
      QueueId queue,
      String name,
      String department,
      String subject,
      String e164) {
    Instant at = clock.instant();
    serial++;
    CallerNumber number =
        e164.isEmpty()
            ? CallerNumber.withheld()
            : new CallerNumber(e164, e164, CallerNumber.Kind.PUBLIC, false);
    PersonId person = department.isEmpty() ? null : new PersonId(serial);
    Caller caller =
        new Caller(new CallId("test-" + serial), ticket, number, name, person, Language.SV, at, at);
    tickets.put(ticket, opened(queue, caller, department, subject, "call.offered", ""));
    submit(queue, new QueueCommand.OfferCall(next(), at, caller));
    return caller;
  }

  private static Ticket opened(
      QueueId queue, Caller caller, String department, String subject, String kind, String by) {
    Instant at = caller.offeredAt();
    return new Ticket(
        new TicketRow(
            caller.ticket(),
            TicketStatus.NEW,
            TicketKind.ORDINARY,
            TicketChannel.PHONE,
            subject.isEmpty() ? "Samtal" : subject,
            caller.person(),
            caller.name(),
            department,
            queue,
            null,
            false,
            at,
            at,
            null,
            1),
        List.of(new TimelineEntry(1, at, kind, by, "", Map.of())));
  }

  private void put(QueueId queue, Caller caller, String by) {
    tickets.putIfAbsent(caller.ticket(), opened(queue, caller, "", "", "callback.promised", by));
  }

  public void answer(QueueId queue, Caller caller, String technician) {
    submit(
        queue,
        new QueueCommand.ConfirmAnswer(
            next(), clock.instant(), caller.call(), new TechnicianId(technician)));
  }

  public void end(QueueId queue, Caller caller) {
    submit(queue, new QueueCommand.EndCall(next(), clock.instant(), caller.call(), false));
  }

  /** The phone that rings for him rings out. */
  public synchronized void notAnswered(QueueId queue, Caller caller) {
    int attempt = lines.get(queue).state.call(caller.call()).orElseThrow().attempts();
    submit(
        queue,
        new QueueCommand.EndRing(
            next(), clock.instant(), caller.call(), attempt, RingResult.NO_ANSWER));
  }

  public void release(QueueId queue, Caller caller, String technician) {
    submit(
        queue,
        new QueueCommand.ReleaseTechnician(
            next(), clock.instant(), caller.call(), new TechnicianId(technician)));
  }

  public void press(QueueId queue, Caller caller, char key) {
    submit(queue, new QueueCommand.PressKey(next(), clock.instant(), caller.call(), key));
  }

  public void pause(QueueId queue, String technician, String reason) {
    submit(
        queue,
        new QueueCommand.ChangeDuty(
            next(),
            clock.instant(),
            new TechnicianId(technician),
            Technician.Duty.PAUSED,
            reason,
            technician));
  }

  /** Deadlines that have passed by now are acted on. */
  public void passTime(QueueId queue) {
    submit(queue, new QueueCommand.PassTime(next(), clock.instant()));
  }

  /** The technician whose phone rings or who talks; the first of them. */
  public synchronized String busy(QueueId queue) {
    return lines.get(queue).state.technicians().stream()
        .filter(t -> !(t.work() instanceof Technician.Work.None))
        .map(t -> t.id().value())
        .findFirst()
        .orElseThrow();
  }

  /** From now on every port fails with this; null ends it. */
  public void fail(RuntimeException with) {
    failure = with;
  }

  public void health(Health.Report report) {
    health = report;
    publish(new LiveUpdate("health", clock.instant(), null, null, null, null, null, ""));
  }

  /** Forgets a live call, as a defect would. */
  public synchronized void loseFromQueue(QueueId queue) {
    Line line = lines.get(queue);
    line.state = new QueueState(queue, 99, List.of(), List.of(), line.state.technicians());
  }

  public void publish(LiveUpdate update) {
    listeners.forEach(listener -> listener.accept(update));
  }

  public AccountsInMemory accounts() {
    return accounts;
  }

  public WebPorts ports() {
    return new WebPorts(
        this,
        this,
        this,
        this,
        this,
        this,
        this,
        this,
        this,
        this,
        mails,
        mails,
        people,
        desk,
        this,
        this,
        accounts.ports(),
        clock);
  }

  private CommandId next() {
    return new CommandId("test-command-" + ++commands);
  }

  private <T> Future<T> unlessFailing(T value) {
    RuntimeException with = failure;
    return with == null ? Future.succeededFuture(value) : Future.failedFuture(with);
  }

  // -- queues

  @Override
  public synchronized Future<List<QueueView>> views() {
    return unlessFailing(lines.keySet().stream().map(this::viewOf).toList());
  }

  @Override
  public synchronized Future<Optional<QueueView>> view(QueueId queue) {
    return unlessFailing(lines.containsKey(queue) ? Optional.of(viewOf(queue)) : Optional.empty());
  }

  private QueueView viewOf(QueueId queue) {
    Line line = lines.get(queue);
    return new QueueView(
        queue, line.title, line.numbers, line.policy, line.state, line.names, clock.instant());
  }

  @Override
  public synchronized Future<Submitted> submit(QueueId queue, QueueCommand command) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    Line line = lines.get(queue);
    Decision decision = QueueLogic.decide(line.policy, line.state, command);
    line.state = decision.state();
    for (QueueEvent event : decision.events()) {
      keep(queue, event);
      LiveUpdate.of(queue, event).ifPresent(this::publish);
    }
    return Future.succeededFuture(new Submitted(decision.events(), decision.refusal()));
  }

  @Override
  public synchronized Future<Recording> recording(
      QueueId queue, Instant from, Instant to, int limit) {
    Recorder recorder = new Recorder(queue);
    journals.getOrDefault(queue, List.of()).stream()
        .filter(event -> !event.at().isBefore(from) && event.at().isBefore(to))
        .forEach(recorder::add);
    return unlessFailing(recorder.recording());
  }

  private void keep(QueueId queue, QueueEvent event) {
    journals.computeIfAbsent(queue, _ -> new ArrayList<>()).add(event);
    switch (event) {
      case QueueEvent.CallOffered offered -> {
        Caller caller = offered.caller();
        TicketRow row = tickets.get(caller.ticket()).row();
        CallMoments moments =
            new CallMoments(
                queue, caller.call(), caller.offeredAt(), null, null, null, null, CallFlags.NONE);
        calls.put(
            caller.call(),
            new CallRecord(
                moments,
                caller.number(),
                caller.name(),
                row.department(),
                null,
                caller.ticket(),
                row.subject()));
      }
      case QueueEvent.CallEnded over -> {
        closed.add(CallMoments.of(queue, over));
        CallRecord record = calls.get(over.call());
        calls.put(
            over.call(),
            new CallRecord(
                CallMoments.of(queue, over),
                record.number(),
                record.callerName(),
                record.department(),
                over.technician(),
                record.ticket(),
                record.subject()));
        ended
            .computeIfAbsent(queue, q -> new EnumMap<>(Outcome.class))
            .merge(over.outcome(), 1L, Long::sum);
      }
      case QueueEvent.CallbackPromised e -> promised(queue, e.callback());
      case QueueEvent.CallbackAgreed e -> {
        put(queue, e.promise().caller(), e.by());
        promised(queue, e.promise());
      }
      case QueueEvent.CallbackRefused e -> refused(queue, e.at(), e.call(), word(e.reason()));
      case QueueEvent.MetFull e when e.refusal() != null ->
          refused(queue, e.at(), e.call(), word(e.refusal()));
      case QueueEvent.CallbackFinished done -> {
        closePromise(done.callback(), done.at(), PromiseMoments.Fate.FULFILLED);
        over(queue, done.callback(), Ending.DONE, done.at(), done.by(), done.note());
      }
      case QueueEvent.CallbackExpired e -> {
        over(queue, e.callback(), Ending.EXPIRED, e.at(), "", "");
        calledInVain(e.ticket());
      }
      case QueueEvent.CallbackWithdrawn back -> {
        closePromise(
            back.callback(),
            back.at(),
            back.by().equals(QueueEvent.CallbackWithdrawn.CALLER)
                ? PromiseMoments.Fate.OVERTAKEN
                : PromiseMoments.Fate.WITHDRAWN);
        over(queue, back.callback(), Ending.WITHDRAWN, back.at(), back.by(), back.note());
      }
      default -> {}
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void promised(QueueId queue, Callback callback) {
    promised.put(callback.id(), callback);
    promises.put(
        callback.id(),
        new PromiseMoments(
            queue,
            callback.id(),
            callback.caller().arrivedAt(),
            callback.promisedAt(),
            null,
            PromiseMoments.Fate.OPEN));
  }

  private void over(
      QueueId queue, CallbackId id, Ending ending, Instant at, String by, String note) {
    Callback callback = promised.get(id);
    TicketRow row = tickets.get(callback.caller().ticket()).row();
    over.addFirst(
        new EndedCallback(
            id,
            queue,
            row.number(),
            row.subject(),
            new Callee(callback.caller().name(), row.department(), callback.number()),
            callback.caller().arrivedAt(),
            callback.promisedAt(),
            callback.life().promisedBy(),
            callback.life().dialled(),
            null,
            ending,
            at,
            by,
            note,
            null,
            ending == Ending.EXPIRED));
  }

  private void refused(QueueId queue, Instant at, CallId call, String reason) {
    CallRecord record = calls.get(call);
    refused.addFirst(
        new Refused(
            at,
            queue,
            record.ticket(),
            record.subject(),
            new Callee(record.callerName(), record.department(), record.number().key()),
            "promise",
            reason));
  }

  private void closePromise(CallbackId id, Instant at, PromiseMoments.Fate fate) {
    promises.computeIfPresent(
        id,
        (callback, p) ->
            new PromiseMoments(p.queue(), callback, p.arrivedAt(), p.promisedAt(), at, fate));
  }

  // -- promises

  @Override
  public CallerNumber number(String written) {
    return numbers.caller(written);
  }

  @Override
  public synchronized Future<QueueStore.CallerFacts> facts(CallerNumber number, Instant at) {
    return unlessFailing(
        new QueueStore.CallerFacts(null, null, new TicketNumber(2026, ++serial), false));
  }

  @Override
  public synchronized Future<Page<EndedCallback>> ended(EndedQuery query) {
    if (query.cursor() != null && !query.cursor().matches("\\d+")) {
      return Future.failedFuture(new IllegalArgumentException("cursor"));
    }
    List<EndedCallback> fitting =
        over.stream()
            .filter(e -> e.ending() == query.ending())
            .filter(e -> query.queue() == null || e.queue().equals(query.queue()))
            .toList();
    return unlessFailing(page(fitting, query.cursor(), query.limit()));
  }

  @Override
  public synchronized Future<List<Refused>> refused(QueueId queue, Instant since, int limit) {
    return unlessFailing(
        refused.stream()
            .filter(r -> queue == null || queue.equals(r.queue()))
            .filter(r -> !r.at().isBefore(since))
            .limit(limit)
            .toList());
  }

  // -- calls

  @Override
  public synchronized Future<Page<CallRecord>> calls(CallQuery query) {
    if (query.cursor() != null && !query.cursor().matches("\\d+")) {
      return Future.failedFuture(new IllegalArgumentException("cursor"));
    }
    List<CallRecord> fitting =
        calls.values().stream()
            .filter(c -> query.queue() == null || c.moments().queue().equals(query.queue()))
            .filter(c -> query.from() == null || !c.moments().offeredAt().isBefore(query.from()))
            .filter(c -> query.to() == null || c.moments().offeredAt().isBefore(query.to()))
            .filter(c ->
                query.outcomes().isEmpty()
                    || c.moments().outcome() != null
                        && query.outcomes().contains(c.moments().outcome()))
            .filter(
                c -> query.metFull() == null || c.moments().flags().metFull() == query.metFull())
            .filter(c -> fits(c, query.more()))
            .sorted(
                Comparator.comparing((CallRecord c) -> c.moments().offeredAt())
                    .thenComparing(c -> c.moments().call())
                    .reversed())
            .toList();
    return unlessFailing(page(fitting, query.cursor(), query.limit()));
  }

  private boolean fits(CallRecord call, More more) {
    CallMoments moments = call.moments();
    ZonedDateTime local = moments.offeredAt().atZone(more.zone());
    boolean soon =
        more.answeredWithin() == null
            || moments.outcome() == Outcome.ANSWERED
                && moments.waited().compareTo(more.answeredWithin()) <= 0;
    return soon
        && (more.live() == null || (moments.endedAt() == null) == more.live())
        && (more.weekday() == null || local.getDayOfWeek().getValue() == more.weekday())
        && (more.hour() == null || local.getHour() == more.hour())
        && more.groups().stream().allMatch(group -> belongs(call, group))
        && (more.notOf().isEmpty()
            || !(call.department().isEmpty() || more.notOf().contains(call.department())));
  }

  private static <T> Page<T> page(List<T> all, String cursor, int limit) {
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    int to = Math.min(all.size(), from + limit);
    return new Page<>(
        all.subList(Math.min(from, to), to),
        to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
  }

  @Override
  public synchronized Future<Optional<CallRecord>> call(CallId id) {
    return unlessFailing(Optional.ofNullable(calls.get(id)));
  }

  // -- figures

  @Override
  public synchronized Future<Reading> read(QueueId queue, Statistics.Span span) {
    Statistics statistics = new Statistics(span);
    List<CallMoments> open = new ArrayList<>();
    for (CallRecord call : calls.values()) {
      CallMoments moments = call.moments();
      if (queue == null || moments.queue().equals(queue)) {
        statistics.offered(moments);
        if (moments.endedAt() == null && !moments.offeredAt().isBefore(span.from())) {
          open.add(moments);
        }
      }
    }
    closed.stream()
        .filter(c -> queue == null || c.queue().equals(queue))
        .forEach(statistics::ended);
    promises.values().stream()
        .filter(p -> queue == null || p.queue().equals(queue))
        .forEach(statistics::promise);
    return unlessFailing(new Reading(statistics, open));
  }

  @Override
  public Future<Integer> keepDays() {
    return Future.succeededFuture(0);
  }

  /** Of everything that is here; nothing is kept. */
  @Override
  public synchronized Future<Groups> groups(
      Dimension dimension, String value, QueueId queue, Statistics.Span span) {
    ContactBook book = new ContactBook(span.zone());
    calls.values().stream()
        .filter(c -> c.moments().outcome() != null && span.contains(c.moments().offeredAt()))
        .forEach(c ->
            book.call(
                new Belonging(c.moments().queue().value(), c.department(), "", "", "", "phone"),
                c.moments()));
    for (Ticket ticket : tickets.values()) {
      TicketRow row = ticket.row();
      if (row.kind() == TicketKind.ORDINARY) {
        book.ticket(
            new Belonging(
                row.queue() == null ? "" : row.queue().value(),
                row.department(),
                row.assignee() == null ? "" : row.assignee().value(),
                row.system(),
                row.category(),
                row.channel().word()),
            moments(ticket),
            OpeningHours.always(),
            span.from(),
            span.to());
      }
    }
    ContactStatistics statistics = new ContactStatistics(span);
    book.hours()
        .forEach((key, fold) -> {
          if (key.dimension() == dimension
              && (queue == null || key.queue().equals(queue.value()))
              && (value == null || key.value().equals(value))) {
            Instant at = key.hour().isBefore(span.from()) ? span.from() : key.hour();
            statistics.folded(key.value(), at, fold);
          }
        });
    Map<String, Long> people = new HashMap<>();
    calls.values().stream()
        .map(c -> c.department() + "|" + c.number().presented())
        .distinct()
        .forEach(one -> people.merge(one.substring(0, one.indexOf('|')), 1L, Long::sum));
    return unlessFailing(new Groups(statistics, statistics.groups(name -> name), people));
  }

  @Override
  public Future<Void> note(List<Mismatch> wrong) {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Mismatch>> noted(Instant from, Instant to) {
    return mismatches(from, to);
  }

  @Override
  public synchronized Future<List<TicketMoments>> tickets(
      QueueId queue, Instant from, Instant to, Group group, int limit) {
    List<TicketMoments> moments = new ArrayList<>();
    for (Ticket ticket : tickets.values()) {
      boolean fits = queue == null || queue.equals(ticket.row().queue());
      if (fits && ticket.row().kind() == TicketKind.ORDINARY && belongs(ticket.row(), group)) {
        moments.add(moments(ticket));
      }
    }
    return unlessFailing(moments);
  }

  private boolean belongs(CallRecord call, Group group) {
    Ticket ticket = tickets.get(call.ticket());
    String value =
        switch (group.dimension()) {
          case DEPARTMENT -> call.department();
          case TECHNICIAN -> call.technician() == null ? "" : call.technician().value();
          case SYSTEM -> ticket.row().system();
          case CATEGORY -> ticket.row().category();
          case ALL, CHANNEL -> "phone";
        };
    return group.value() == null || group.value().equals(value);
  }

  private static boolean belongs(TicketRow row, Group group) {
    String value =
        switch (group.dimension()) {
          case ALL -> "";
          case DEPARTMENT -> row.department();
          case TECHNICIAN -> row.assignee() == null ? "" : row.assignee().value();
          case SYSTEM -> row.system();
          case CATEGORY -> row.category();
          case CHANNEL -> row.channel().word();
        };
    return group.value() == null || group.value().equals(value);
  }

  /** No mail comes in here. */
  @Override
  public Future<Mails> mails(
      QueueId queue, Instant from, Instant to, Group group, MailFate fate, int offset, int limit) {
    return unlessFailing(new Mails(List.of(), 0));
  }

  private static TicketMoments moments(Ticket ticket) {
    Instant talked = first(ticket, "call.answered");
    Instant wrote = first(ticket, "reply");
    Instant closedAt = ticket.row().closedAt();
    List<TicketMoments.Stood> stood = new ArrayList<>();
    stood.add(new TicketMoments.Stood(ticket.row().openedAt(), TicketStatus.NEW));
    if (closedAt != null) {
      stood.add(new TicketMoments.Stood(closedAt, ticket.row().status()));
    }
    return new TicketMoments(
        ticket.row().number(),
        ticket.row().queue(),
        ticket.row().openedAt(),
        talked == null || wrote != null && wrote.isBefore(talked) ? wrote : talked,
        closedAt,
        false,
        stood,
        1,
        false,
        first(ticket, "call.offered"),
        talked);
  }

  private static Instant first(Ticket ticket, String kind) {
    return ticket.timeline().stream()
        .filter(entry -> entry.kind().equals(kind))
        .map(TimelineEntry::at)
        .findFirst()
        .orElse(null);
  }

  @Override
  public synchronized Future<Behind> promises(
      QueueId queue, Instant from, Instant to, PromiseFigure figure, int offset, int limit) {
    List<PromiseRow> rows =
        promises.values().stream()
            .filter(p -> queue == null || p.queue().equals(queue))
            .filter(p -> !p.promisedAt().isBefore(from) && p.promisedAt().isBefore(to))
            .filter(p -> counts(figure, p.fate()))
            .map(p ->
                new PromiseRow(
                    p.callback(),
                    p.queue(),
                    tickets.keySet().iterator().next(),
                    "",
                    "",
                    p.promisedAt(),
                    p.fate() == PromiseMoments.Fate.OPEN ? "open" : "kept",
                    null,
                    null))
            .toList();
    return unlessFailing(new Behind(rows.stream().skip(offset).limit(limit).toList(), rows.size()));
  }

  private static boolean counts(PromiseFigure figure, PromiseMoments.Fate fate) {
    return switch (figure) {
      case PROMISED -> true;
      case FULFILLED ->
          fate == PromiseMoments.Fate.FULFILLED || fate == PromiseMoments.Fate.FULFILLED_LATE;
      case IN_TIME -> fate == PromiseMoments.Fate.FULFILLED;
      case ATTEMPTS, ATTEMPTS_JOINED -> false; // nobody is dialled in memory
    };
  }

  @Override
  public synchronized Future<List<TicketNumber>> openTickets(Instant from, Instant to, int limit) {
    return unlessFailing(
        tickets.values().stream()
            .map(Ticket::row)
            .filter(row -> row.closedAt() == null)
            .filter(row -> !row.openedAt().isBefore(from) && row.openedAt().isBefore(to))
            .map(TicketRow::number)
            .toList());
  }

  @Override
  public synchronized Future<Backlog> backlog(Instant at) {
    long open = tickets.values().stream().filter(t -> t.row().closedAt() == null).count();
    return unlessFailing(new Backlog(open, 0, 0, 0, 0));
  }

  @Override
  public Future<Integer> keepUp() {
    return Future.succeededFuture(0);
  }

  @Override
  public Future<Rebuilt> rebuild() {
    throw new UnsupportedOperationException("nothing is kept");
  }

  @Override
  public Future<List<Mismatch>> mismatches(Instant from, Instant to) {
    return Future.succeededFuture(mismatches);
  }

  /** As if something were kept otherwise than the calls say. */
  public void mismatch(Mismatch one) {
    mismatches.add(one);
  }

  /** Forgets the last closing event, as a defect would. */
  public synchronized void loseFromJournal() {
    closed.removeLast();
  }

  // -- tickets

  /** Everybody sees everything here; who may see what is the database's to hold. */
  @Override
  public TicketStore seenBy(Viewer viewer) {
    return this;
  }

  @Override
  public Future<Words> words() {
    return unlessFailing(new Words(List.of("Raindance"), List.of("Behörighet"), List.of()));
  }

  /** Ties are the database's to keep. */
  @Override
  public Future<Boolean> link(
      TicketNumber number, TicketNumber other, boolean linked, String by, Instant at) {
    return unlessFailing(false);
  }

  @Override
  public Future<Boolean> merge(
      TicketNumber number, TicketNumber into, boolean merged, String by, Instant at) {
    return unlessFailing(false);
  }

  @Override
  public synchronized Future<Page<TicketRow>> tickets(TicketQuery query) {
    List<TicketRow> fitting =
        tickets.values().stream()
            .map(Ticket::row)
            .filter(r -> query.statuses().isEmpty() || query.statuses().contains(r.status()))
            .filter(r -> query.kind() == null || r.kind() == query.kind())
            .filter(r -> query.assignee() == null || query.assignee().equals(r.assignee()))
            .filter(r ->
                query.narrow().unassigned() == null
                    || query.narrow().unassigned() == (r.assignee() == null))
            .filter(r ->
                query.narrow().priority() == null
                    || query.narrow().priority() == r.handling().priority())
            .filter(r -> query.words() == null || r.subject().contains(query.words()))
            .filter(r -> query.toCallBack() == null || query.toCallBack() == r.toCallBack())
            .sorted(
                Comparator.comparing(TicketRow::changedAt)
                    .thenComparing(TicketRow::number)
                    .reversed())
            .toList();
    return unlessFailing(page(fitting, query.cursor(), query.limit()));
  }

  @Override
  public synchronized Future<Map<TicketNumber, TicketRow>> rows(Collection<TicketNumber> numbers) {
    Map<TicketNumber, TicketRow> rows = new HashMap<>();
    for (TicketNumber number : numbers) {
      if (tickets.containsKey(number)) {
        rows.put(number, tickets.get(number).row());
      }
    }
    return unlessFailing(rows);
  }

  @Override
  public synchronized Future<Optional<Ticket>> ticket(TicketNumber number) {
    return unlessFailing(Optional.ofNullable(tickets.get(number)));
  }

  @Override
  public synchronized Future<Optional<Attachment>> attachment(TicketNumber number, long id) {
    return unlessFailing(Optional.ofNullable(attachments.get(number + "/" + id)));
  }

  /** Leaves a voice message on a ticket. */
  public synchronized void attach(TicketNumber number, long id, Buffer sound) {
    attachments.put(number + "/" + id, new Attachment("audio/wav", sound));
    Ticket ticket = tickets.get(number);
    List<TimelineEntry> timeline = new ArrayList<>(ticket.timeline());
    timeline.add(
        new TimelineEntry(
            timeline.size() + 1L,
            clock.instant(),
            "voice_message",
            "",
            "",
            Map.of("attachment", Long.toString(id), "seconds", "7")));
    tickets.put(number, new Ticket(ticket.row(), timeline));
  }

  @Override
  public synchronized Future<TicketRow> open(NewTicket given) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    TicketNumber number = new TicketNumber(2026, ++serial);
    TicketRow row =
        new TicketRow(
            number,
            given.assignee() == null ? TicketStatus.NEW : TicketStatus.OPEN,
            TicketKind.ORDINARY,
            TicketChannel.CONSOLE,
            given.subject(),
            null,
            given.requesterEmail() == null ? "" : given.requesterEmail(),
            "",
            null,
            given.assignee(),
            false,
            given.at(),
            given.at(),
            null,
            1);
    tickets.put(
        number,
        new Ticket(
            row,
            List.of(
                new TimelineEntry(
                    1, given.at(), "note", given.by(), given.description(), Map.of()))));
    publish(new LiveUpdate("ticket.opened", given.at(), null, null, null, number, null, ""));
    return Future.succeededFuture(row);
  }

  @Override
  public synchronized Future<Changed> change(TicketNumber number, TicketChange change) {
    Ticket ticket = tickets.get(number);
    if (ticket == null) {
      return unlessFailing(new Changed.Unknown());
    }
    TicketRow row = ticket.row();
    if (change.expectedVersion() != null && change.expectedVersion() != row.version()) {
      return unlessFailing(new Changed.Conflict(row));
    }
    TicketRow changed =
        new TicketRow(
            number,
            change.status() == null ? row.status() : change.status(),
            row.kind(),
            row.channel(),
            change.subject() == null ? row.subject() : change.subject(),
            row.requester(),
            row.requesterName(),
            row.department(),
            row.queue(),
            change.assignment() == null ? row.assignee() : change.assignment().to(),
            row.toCallBack(),
            row.openedAt(),
            change.at(),
            row.closedAt(),
            row.version() + 1,
            change.system() == null ? row.system() : change.system(),
            change.category() == null ? row.category() : change.category(),
            row.handling().after(change.handling()));
    tickets.put(number, new Ticket(changed, ticket.timeline(), ticket.files()));
    publish(new LiveUpdate("ticket.changed", change.at(), null, null, null, number, null, ""));
    return unlessFailing(new Changed.Done(changed));
  }

  @Override
  public synchronized Future<Replied> reply(
      TicketNumber number, String by, String text, Instant at) {
    Ticket ticket = tickets.get(number);
    if (ticket == null) {
      return unlessFailing(new Replied.Unknown());
    }
    if (!ticket.row().requesterName().contains("@")) {
      return unlessFailing(new Replied.NoAddress());
    }
    TimelineEntry entry =
        new TimelineEntry(
            ticket.timeline().size() + 1,
            at,
            "reply",
            by,
            text,
            Map.of("to", ticket.row().requesterName()));
    List<TimelineEntry> timeline = new ArrayList<>(ticket.timeline());
    timeline.add(entry);
    tickets.put(number, new Ticket(ticket.row(), timeline, ticket.files()));
    return unlessFailing(new Replied.Waiting(entry));
  }

  /** Somebody called in vain on this ticket. */
  public synchronized void calledInVain(TicketNumber number) {
    tickets.computeIfPresent(
        number,
        (n, ticket) -> {
          TicketRow row = ticket.row();
          return new Ticket(
              new TicketRow(
                  n,
                  row.status(),
                  row.kind(),
                  row.channel(),
                  row.subject(),
                  row.requester(),
                  row.requesterName(),
                  row.department(),
                  row.queue(),
                  row.assignee(),
                  true,
                  row.openedAt(),
                  clock.instant(),
                  row.closedAt(),
                  row.version() + 1),
              ticket.timeline());
        });
  }

  @Override
  public synchronized Future<Optional<TimelineEntry>> note(
      TicketNumber number, String by, String text, Instant at) {
    Ticket ticket = tickets.get(number);
    if (ticket == null) {
      return unlessFailing(Optional.empty());
    }
    TimelineEntry entry =
        new TimelineEntry(ticket.timeline().size() + 1, at, "note", by, text, Map.of());
    List<TimelineEntry> timeline = new ArrayList<>(ticket.timeline());
    timeline.add(entry);
    tickets.put(number, new Ticket(ticket.row(), timeline, ticket.files()));
    return unlessFailing(Optional.of(entry));
  }

  /** Every entry but the first can be moved; it stays where it is. */
  @Override
  public synchronized Future<Optional<TicketNumber>> split(
      TicketNumber number, long entry, String by, Instant at) {
    Ticket ticket = tickets.get(number);
    boolean there = ticket != null && entry > 1 && entry <= ticket.timeline().size();
    return unlessFailing(there ? Optional.of(number) : Optional.empty());
  }

  /** What was written and what was kept. */
  public MailInMemory mails() {
    return mails;
  }

  // -- files

  /** A mail has brought a file to a ticket; its HTML is the file's name. */
  public synchronized void bring(TicketNumber number, TicketFile file) {
    files.add(file);
    Ticket ticket = tickets.get(number);
    List<FileRow> rows = new ArrayList<>(ticket.files());
    rows.add(
        new FileRow(
            files.size(),
            1L,
            "attached",
            file.name(),
            file.mediaType(),
            file.bytes().length(),
            ""));
    tickets.put(number, new Ticket(ticket.row(), ticket.timeline(), rows));
  }

  @Override
  public synchronized Future<Optional<TicketFile>> file(TicketNumber ticket, long id) {
    boolean there = tickets.containsKey(ticket) && id >= 1 && id <= files.size();
    return unlessFailing(there ? Optional.of(files.get((int) id - 1)) : Optional.empty());
  }

  @Override
  public Future<Optional<Buffer>> mail(TicketNumber ticket, long entry) {
    return file(ticket, entry).map(found -> found.map(TicketFile::bytes));
  }

  @Override
  public Future<Optional<String>> page(TicketNumber ticket, long entry) {
    return file(ticket, entry).map(found -> found.map(TicketFile::name));
  }

  // -- the rest

  @Override
  public Subscription subscribe(Consumer<LiveUpdate> listener) {
    Context context = Vertx.currentContext();
    Consumer<LiveUpdate> there = update -> context.runOnContext(v -> listener.accept(update));
    listeners.add(there);
    return () -> listeners.remove(there);
  }

  @Override
  public Future<Health.Report> check() {
    return Future.succeededFuture(health);
  }

  @Override
  public synchronized Future<Taken> take(String mailbox, Buffer raw) {
    if (!raw.toString().contains("\n\n") && !raw.toString().contains("\r\n\r\n")) {
      return unlessFailing(new Taken(null, Fate.KEPT, "no end\nof head"));
    }
    return unlessFailing(new Taken(new TicketNumber(2026, ++serial), Fate.CREATED, ""));
  }

  @Override
  public synchronized Map<QueueId, Map<Outcome, Long>> callsEnded() {
    return Map.copyOf(ended);
  }

  @Override
  public long invariantViolations() {
    return 0;
  }

  @Override
  public long differences() {
    return differences;
  }

  public void differences(long found) {
    differences = found;
  }

  @Override
  public Strangers strangers() {
    return strangers;
  }

  /** The exchange refused somebody. */
  public void stranger(String from) {
    strangers = new Strangers(strangers.refused() + 1, clock.instant(), from);
  }

  @Override
  public boolean askDirectory() {
    repairs.add("directory");
    return hasDirectory;
  }

  @Override
  public void compareWithExchange() {
    repairs.add("exchange");
  }

  /** What somebody wanted tried again. */
  public List<String> repairs() {
    return List.copyOf(repairs);
  }

  public void hasDirectory(boolean is) {
    hasDirectory = is;
  }

  @Override
  public List<Depth> depths() {
    return List.of(
        new Depth("calls", null, 2, 20_000), new Depth("commands", new QueueId("helpdesk"), 1, 9));
  }
}
