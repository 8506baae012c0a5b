package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;

/**
 * All that a queue knows at one moment; the next state is made by {@code QueueLogic.evolve}.
 *
 * @param queue which
 * @param version how many events made this state
 * @param calls live calls, in the order they were offered
 * @param callbacks open callbacks, in the order they were promised
 * @param technicians the queue's technicians, signed on or not
 * @param ended the calls that ended last, at most {@link #ENDED_MAX}, the newest at the end: a fact
 *     that still comes of one is late, and must not let the call begin again
 * @param dialling callers dialled lately, and whether all dialling is stopped; stored states of
 *     before there was dialling have none
 * @param notices what people have switched on for all callers; stored states of before have none
 */
public record QueueState(
    QueueId queue,
    long version,
    List<QueuedCall> calls,
    List<Callback> callbacks,
    List<Technician> technicians,
    List<CallId> ended,
    @Nullable Dialling dialling,
    @Nullable Notices notices) {

  /** Late facts are seconds late; the store's own rules hold where this memory does not reach. */
  static final int ENDED_MAX = 50;

  public QueueState(
      QueueId queue,
      long version,
      List<QueuedCall> calls,
      List<Callback> callbacks,
      List<Technician> technicians) {
    this(queue, version, calls, callbacks, technicians, List.of(), Dialling.NONE);
  }

  public QueueState(
      QueueId queue,
      long version,
      List<QueuedCall> calls,
      List<Callback> callbacks,
      List<Technician> technicians,
      List<CallId> ended,
      @Nullable Dialling dialling) {
    this(queue, version, calls, callbacks, technicians, ended, dialling, Notices.NONE);
  }

  /**
   * What a queue knows of its dialling out.
   *
   * @param stopped nobody is dialled until it is switched on again
   */
  public record Dialling(boolean stopped, DialCounts counts) {
    static final Dialling NONE = new Dialling(false, DialCounts.NONE);
  }

  public QueueState {
    calls = List.copyOf(calls);
    callbacks = List.copyOf(callbacks);
    technicians = List.copyOf(technicians);
    ended = List.copyOf(ended);
    dialling = dialling == null ? Dialling.NONE : dialling;
    notices = notices == null ? Notices.NONE : notices;
  }

  @Override
  public Dialling dialling() {
    return Objects.requireNonNull(dialling);
  }

  @Override
  public Notices notices() {
    return Objects.requireNonNull(notices);
  }

  public static QueueState empty(QueueId queue) {
    return new QueueState(queue, 0, List.of(), List.of(), List.of());
  }

  public Optional<QueuedCall> call(CallId id) {
    return calls.stream().filter(c -> c.caller().call().equals(id)).findFirst();
  }

  public Optional<Technician> technician(TechnicianId id) {
    return technicians.stream().filter(t -> t.id().equals(id)).findFirst();
  }

  public Optional<Callback> callback(CallbackId id) {
    return callbacks.stream().filter(c -> c.id().equals(id)).findFirst();
  }

  /** Callers with technicians, ringing included. */
  public long talking() {
    return calls.stream().filter(QueuedCall::talkingOrRinging).count();
  }

  /** Promises that are in technicians' hands. */
  public long callingBack() {
    return callbacks.stream().filter(Callback::underWay).count();
  }

  /** Talking places that are filled: by callers, and by callbacks under way. */
  public long occupied() {
    return talking() + callingBack();
  }

  /**
   * Whether a place is open, for a caller or for a promise; who was taken by hand brings his own.
   */
  public boolean placeOpen(QueuePolicy policy) {
    return occupied() - taken() < policy.talkingMax();
  }

  /** Callers with technicians who took them beyond the places. */
  public long taken() {
    return calls.stream().filter(c -> c.flags().takenByHand() && c.talkingOrRinging()).count();
  }

  /** Callers who hear what is out of order and are not placed yet. */
  public long hearing() {
    return calls.stream().filter(c -> c.phase() instanceof QueuedCall.Phase.Hearing).count();
  }

  /** Waiting callers, in the order they will be served: the one who arrived first comes first. */
  public List<QueuedCall> waiting() {
    return calls.stream()
        .filter(QueuedCall::waiting)
        .sorted(
            Comparator.comparing((QueuedCall c) -> c.caller().arrivedAt())
                .thenComparing(c -> c.caller().call()))
        .toList();
  }

  /** Callers who are being told that there is no room. */
  public long dismissed() {
    return calls.stream().filter(c -> c.phase() instanceof QueuedCall.Phase.Dismissed).count();
  }

  /** Whether the call is known, or was until a moment ago. */
  boolean everHeardOf(CallId id) {
    return ended.contains(id) || call(id).isPresent();
  }

  QueueState without(CallId id) {
    List<CallId> last = new ArrayList<>(ended);
    last.remove(id);
    last.add(id);
    return new QueueState(
        queue,
        version,
        calls.stream().filter(c -> !c.caller().call().equals(id)).toList(),
        callbacks,
        technicians,
        last.subList(Math.max(0, last.size() - ENDED_MAX), last.size()),
        dialling,
        notices);
  }

  QueueState withCalls(List<QueuedCall> next) {
    return new QueueState(queue, version, next, callbacks, technicians, ended, dialling, notices);
  }

  QueueState withCallbacks(List<Callback> next) {
    return new QueueState(queue, version, calls, next, technicians, ended, dialling, notices);
  }

  QueueState withTechnicians(List<Technician> next) {
    return new QueueState(queue, version, calls, callbacks, next, ended, dialling, notices);
  }

  QueueState changeCall(CallId id, UnaryOperator<QueuedCall> change) {
    return withCalls(
        calls.stream().map(c -> c.caller().call().equals(id) ? change.apply(c) : c).toList());
  }

  QueueState changeCallback(CallbackId id, UnaryOperator<CallbackLife> change) {
    return withCallbacks(
        callbacks.stream()
            .map(c -> c.id().equals(id) ? c.with(change.apply(c.life())) : c)
            .toList());
  }

  /** As it is at a moment: without the numbers that were dialled too long ago to count. */
  public QueueState at(Instant now) {
    DialCounts counts = dialling().counts().at(now);
    return counts.equals(dialling().counts())
        ? this
        : with(new Dialling(dialling().stopped(), counts));
  }

  QueueState with(Dialling next) {
    return new QueueState(queue, version, calls, callbacks, technicians, ended, next, notices);
  }

  QueueState with(Notices next) {
    return new QueueState(queue, version, calls, callbacks, technicians, ended, dialling, next);
  }

  QueueState changeTechnician(TechnicianId id, UnaryOperator<Technician> change) {
    return withTechnicians(
        technicians.stream().map(t -> t.id().equals(id) ? change.apply(t) : t).toList());
  }

  QueueState next() {
    return new QueueState(
        queue, version + 1, calls, callbacks, technicians, ended, dialling, notices);
  }
}
