package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.PersonId;
import svara.engine.id.TechnicianId;

/**
 * Commands that make no sense together: any fact of any call at any time, told twice, late, in the
 * wrong order, under other names, by a clock that steps back.
 */
final class NoiseWalk implements Walk {
  private static final int CALLS_AT_HAND = 12;

  private final Random random;
  private final int length;
  private final Mix mix;
  private final List<QueueCommand> told = new ArrayList<>();
  private QueueState state = QueueState.empty(Desk.QUEUE);
  private Instant now;
  private int newest = 1;
  private int serial;
  private int ended;

  /**
   * What the noise is about, of a hundred commands; the rest is about technicians.
   *
   * @param callers about callers
   * @param promises about promises
   */
  record Mix(int callers, int promises) {
    static final Mix CROWD = new Mix(45, 8);
    static final Mix PROMISES = new Mix(12, 60);
  }

  NoiseWalk(long seed, int length, Mix mix) {
    this(seed, length, mix, Desk.MORNING);
  }

  NoiseWalk(long seed, int length, Mix mix, Instant start) {
    random = new Random(seed);
    now = start;
    this.length = length;
    this.mix = mix;
  }

  @Override
  public Optional<QueueCommand> next(QueueState current) {
    state = current;
    if (told.size() >= length) {
      return lastEnds();
    }
    tick();
    boolean again = told.size() > 5 && chance(8);
    QueueCommand command = again ? told.get(random.nextInt(told.size())) : fresh();
    told.add(command);
    return Optional.of(command);
  }

  private QueueCommand fresh() {
    return switch (told.size()) {
      case 0 -> enrol(Desk.TEAM);
      case 1, 2, 3 ->
          new QueueCommand.NotePhone(
              name("phone"), now, Desk.TEAM.get(told.size() - 1), PhoneState.FREE);
      default -> {
        int about = random.nextInt(100);
        if (about < mix.callers()) {
          yield aboutCallers();
        }
        yield about < mix.callers() + mix.promises() ? aboutPromises() : aboutTechnicians();
      }
    };
  }

  private Optional<QueueCommand> lastEnds() {
    ended++;
    CallId call = Desk.call(ended);
    return ended > newest
        ? Optional.empty()
        : Optional.of(new QueueCommand.EndCall(name("end"), now, call, false));
  }

  private void tick() {
    long millis = chance(3) ? random.nextInt(600_000) : random.nextInt(4_000);
    now = chance(4) ? now.minusMillis(millis / 4) : now.plusMillis(millis);
  }

  private QueueCommand aboutCallers() {
    int kind = random.nextInt(100);
    if (kind < 38) {
      int n = chance(90) ? ++newest : earlier();
      CommandId name = chance(70) ? Desk.begin(Desk.call(n)) : name("offer");
      return new QueueCommand.OfferCall(name, now, caller(n));
    } else if (kind < 72) {
      CallId call = call();
      CommandId name = chance(70) ? Desk.end(call) : name("end");
      return new QueueCommand.EndCall(name, now, call, chance(10));
    } else if (kind < 90) {
      return chance(80)
          ? new QueueCommand.PressKey(
              name("key"), now, call(), chance(80) ? '1' : chance(50) ? '3' : '5')
          : new QueueCommand.NameNumber(
              name("number"), now, call(), caller(1 + random.nextInt(CALLS_AT_HAND)).number());
    } else if (kind < 96) {
      return new QueueCommand.EndMessage(name("message"), now, call());
    } else if (kind < 97) {
      return notice();
    }
    return kind < 98 ? outage() : adopt();
  }

  /** Now and then, and soon over: who is told something first, or all, is not served. */
  private QueueCommand notice() {
    return chance(50)
        ? new QueueCommand.SwitchOutage(name("outage"), now, chance(50), "anna", "")
        : new QueueCommand.CloseNow(
            name("closed"),
            now,
            chance(40),
            chance(80) ? now.plusSeconds(random.nextInt(120) - 5) : null,
            "anna",
            "");
  }

  private QueueCommand aboutTechnicians() {
    int kind = random.nextInt(100);
    TechnicianId who = technician();
    CallId call = chance(75) ? callOf(who) : call();
    if (kind < 25) {
      return new QueueCommand.ConfirmAnswer(name("answer"), now, call, who);
    } else if (kind < 42) {
      int attempt =
          chance(80) ? state.call(call).map(QueuedCall::attempts).orElse(1) : 1 + random.nextInt(3);
      return new QueueCommand.EndRing(name("ring"), now, call, attempt, of(RingResult.values()));
    } else if (kind < 62) {
      return new QueueCommand.ReleaseTechnician(name("release"), now, call, who);
    } else if (kind < 72) {
      Technician.Duty duty = chance(70) ? Technician.Duty.ON : of(Technician.Duty.values());
      return new QueueCommand.ChangeDuty(name("duty"), now, who, duty, "", "anna");
    } else if (kind < 80) {
      PhoneState phone = chance(75) ? PhoneState.FREE : of(PhoneState.values());
      return new QueueCommand.NotePhone(name("phone"), now, who, phone);
    } else if (kind < 84) {
      return enrol(chance(70) ? Desk.TEAM : Desk.TEAM.subList(0, 1 + random.nextInt(3)));
    } else if (kind < 88) {
      return chance(50)
          ? new QueueCommand.FinishCallback(name("finish"), now, callback(), "anna", "")
          : new QueueCommand.WithdrawCallback(name("withdraw"), now, callback(), "anna", "");
    } else if (kind < 92) {
      return new QueueCommand.EndWrapUp(name("written"), now, who);
    } else if (kind < 94) {
      return new QueueCommand.ExtendWrapUp(
          name("longer"), now, who, now.plusSeconds(random.nextInt(7_200) - 60));
    } else if (kind < 96) {
      List<QueuedCall> waiting = state.waiting();
      CallId taken = waiting.isEmpty() ? call : waiting.getLast().caller().call();
      return new QueueCommand.TakeCall(name("take"), now, taken, who, who.value());
    }
    return new QueueCommand.PassTime(name("time"), now);
  }

  private QueueCommand aboutPromises() {
    CallbackId id = callback();
    int order =
        chance(85)
            ? state.callback(id).map(c -> c.life().orders()).orElse(1)
            : 1 + random.nextInt(3);
    int kind = random.nextInt(100);
    Optional<Callback> owed = state.callback(id);
    if (kind < 5 && owed.isPresent()) {
      return answeredElsewhere(owed.get());
    } else if (kind < 10) {
      return new QueueCommand.EndOffer(
          name("offer-end"), now, id, order, technician(), of(RingResult.values()));
    } else if (kind < 40) {
      return new QueueCommand.NoteDialled(name("dialled"), now, id, order, technician());
    } else if (kind < 52) {
      return new QueueCommand.NoteJoined(name("joined"), now, id, order, technician());
    } else if (kind < 76) {
      return new QueueCommand.EndAttempt(
          name("attempt-end"),
          now,
          id,
          order,
          of(AttemptResult.values()),
          of(CallerWish.values()),
          chance(30) ? now.minusSeconds(random.nextInt(60)) : null);
    } else if (kind < 86) {
      return new QueueCommand.DialCallback(name("dial"), now, id, technician(), "anna");
    } else if (kind < 96) {
      return new QueueCommand.PromiseCallback(
          name("agree"), now, caller(++newest + 500_000), "anna");
    } else if (kind < 99) {
      return new QueueCommand.SwitchDialling(name("switch"), now, chance(25), "anna", "");
    }
    return new QueueCommand.RefuseOrder(name("refuse"), now, id, order, Refusal.NUMBER_NOT_ALLOWED);
  }

  /**
   * The exchange has connected the one who is owed it, and perhaps is called back at this moment.
   */
  private QueueCommand answeredElsewhere(Callback owed) {
    int n = ++newest;
    Caller caller = Desk.caller(n, owed.caller().number(), now);
    return new QueueCommand.AdoptTalking(Desk.begin(Desk.call(n)), now, caller, now, technician());
  }

  private QueueCommand enrol(List<TechnicianId> team) {
    return new QueueCommand.EnrolTechnicians(name("enrol"), now, team);
  }

  /** A call of its own that nobody else speaks of, or one that the engine had when it went away. */
  private QueueCommand outage() {
    Caller caller = caller(chance(50) ? ++newest : earlier());
    boolean answered = chance(50);
    return new QueueCommand.RecordOutageCall(
        chance(70) ? Desk.end(caller.call()) : name("note"),
        now,
        caller,
        chance(50) ? now.minusSeconds(random.nextInt(60)) : null,
        answered ? now.minusSeconds(random.nextInt(60)) : null,
        now.minusSeconds(random.nextInt(60)),
        answered ? Outcome.ANSWERED : Outcome.ABANDONED,
        new CallFlags(false, false, true),
        answered ? technician() : null);
  }

  private QueueCommand adopt() {
    int n = chance(80) ? ++newest : earlier();
    if (chance(40)) {
      return new QueueCommand.NoteAlone(name("alone"), now, call());
    }
    if (chance(50)) {
      return new QueueCommand.AdoptRinging(name("found"), now, caller(n), List.of(technician()));
    }
    return new QueueCommand.AdoptTalking(
        chance(70) ? Desk.begin(Desk.call(n)) : name("adopt"),
        now,
        caller(n),
        now.minusSeconds(random.nextInt(60)),
        technician());
  }

  private Caller caller(int n) {
    CallerNumber number =
        switch (n % 10) {
          case 0 -> CallerNumber.withheld();
          case 1 -> new CallerNumber("200", null, CallerNumber.Kind.EXTENSION, true);
          case 2 -> denied(n);
          default -> Desk.mobile(n % 23);
        };
    Caller plain = Desk.caller(n, number, now);
    return new Caller(
        plain.call(),
        plain.ticket(),
        number,
        "",
        n % 3 == 0 ? new PersonId(n % 5 + 1L) : null,
        plain.language(),
        now.minusSeconds(chance(10) ? 300 : 0),
        now);
  }

  /** A number that the policy does not dial, for each reason in turn. */
  private static CallerNumber denied(int n) {
    CallerNumber.Denial[] reasons = CallerNumber.Denial.values();
    CallerNumber shown = Desk.mobile(n % 23);
    return new CallerNumber(
        shown.presented(), shown.e164(), shown.kind(), false, reasons[n / 10 % reasons.length]);
  }

  private CallId call() {
    return Desk.call(Math.max(1, newest + 1 - random.nextInt(CALLS_AT_HAND)));
  }

  private int earlier() {
    return Math.max(1, newest - random.nextInt(CALLS_AT_HAND));
  }

  /** The call that the queue believes him to be in, so that some noise makes sense. */
  private CallId callOf(TechnicianId who) {
    return state
        .technician(who)
        .map(Technician::work)
        .map(work ->
            switch (work) {
              case Technician.Work.Ringing(CallId call) -> call;
              case Technician.Work.Talking(CallId call) -> call;
              case Technician.Work.None _,
                  Technician.Work.WrapUp _,
                  Technician.Work.CallingBack _ ->
                  null;
            })
        .orElseGet(this::call);
  }

  private CallbackId callback() {
    Optional<Callback> underWay = state.callbacks().stream().filter(Callback::underWay).findFirst();
    if (underWay.isPresent() && chance(70)) {
      return underWay.get().id();
    }
    if (!state.callbacks().isEmpty() && chance(75)) {
      return state.callbacks().get(random.nextInt(state.callbacks().size())).id();
    }
    return new CallbackId("cb-" + call());
  }

  private TechnicianId technician() {
    return Desk.TEAM.get(random.nextInt(Desk.TEAM.size()));
  }

  private CommandId name(String kind) {
    return new CommandId(kind + "/" + ++serial);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T of(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
