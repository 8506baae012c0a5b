package svara.engine.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;

/**
 * Plays a story: lines of what happens, read one at a time, each answered with what came of it. The
 * lines are described in {@code scenarios/README.md}.
 */
final class Scenario {
  private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
  private static final LocalDate DAY = LocalDate.of(2025, 10, 15);

  private final ScenarioText text = new ScenarioText();
  private QueuePolicy policy = QueuePolicy.defaults();
  private @Nullable Replay replay;
  private Instant now = instant("08:00");
  private int serial;

  /** Carries a line out and says what came of it, a line each. */
  List<String> play(String line) {
    List<String> words = List.of(line.trim().split("\\s+"));
    List<String> said = new ArrayList<>();
    if (words.getFirst().equals("queue")) {
      words.stream().skip(1).forEach(this::setting);
      return said;
    }
    if (words.getFirst().matches("\\d\\d:\\d\\d(:\\d\\d)?")) {
      passUntil(instant(words.getFirst()), said);
      words = words.subList(1, words.size());
    }
    if (!words.isEmpty()) {
      run(command(words), said);
    }
    return said;
  }

  /** What is wrong with the whole story. */
  List<String> wrong() {
    return replay().history();
  }

  private Replay replay() {
    if (replay == null) {
      replay = new Replay(policy);
    }
    return replay;
  }

  private void run(QueueCommand command, List<String> said) {
    List<String> wrong = replay().check(command, decision -> said.addAll(text.of(decision)));
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.join("\n", wrong));
    }
    said.add("= " + text.of(replay().state()));
  }

  /** Timers that are due on the way fire at their moment. */
  private void passUntil(Instant until, List<String> said) {
    Optional<Instant> due = QueueLogic.nextDeadline(policy, replay().state());
    while (due.isPresent() && !due.get().isAfter(until)) {
      now = due.get();
      said.add("at " + text.time(now));
      run(new QueueCommand.PassTime(name(), now), said);
      due = QueueLogic.nextDeadline(policy, replay().state());
    }
    now = until;
  }

  private QueueCommand command(List<String> words) {
    String who = words.getFirst();
    String what = words.size() > 1 ? words.get(1) : "";
    List<String> rest = words.subList(Math.min(2, words.size()), words.size());
    return switch (who) {
      case "team" ->
          new QueueCommand.EnrolTechnicians(
              name(), now, words.stream().skip(1).map(TechnicianId::new).toList());
      case "time" -> new QueueCommand.PassTime(name(), now);
      case "done" -> new QueueCommand.FinishCallback(name(), now, promise(what), "anna", "");
      case "withdraw" -> new QueueCommand.WithdrawCallback(name(), now, promise(what), "anna", "");
      case "close" ->
          new QueueCommand.CloseNow(
              name(), now, true, what.isEmpty() ? null : instant(what), "anna", "");
      case "open" -> new QueueCommand.CloseNow(name(), now, false, null, "anna", "");
      case "outage" ->
          new QueueCommand.SwitchOutage(
              name(), now, what.equals("on"), "anna", "", rest.isEmpty() ? null : rest.getFirst());
      case "stop", "go" ->
          new QueueCommand.SwitchDialling(name(), now, who.equals("stop"), "anna", "");
      case "click" ->
          new QueueCommand.DialCallback(
              name(), now, promise(what), new TechnicianId(rest.getFirst()), rest.getFirst());
      case "dialled", "joined", "nottaken", "over" -> ofPromise(who, promise(what), rest);
      default ->
          Character.isUpperCase(who.charAt(0))
              ? ofCaller(call(who), what, rest)
              : ofTechnician(new TechnicianId(who), what, rest);
    };
  }

  private QueueCommand ofPromise(String what, CallbackId id, List<String> rest) {
    int order = replay().state().callback(id).map(c -> c.life().orders()).orElse(1);
    TechnicianId who = new TechnicianId("anna"); // the queue knows better
    return switch (what) {
      case "dialled" -> new QueueCommand.NoteDialled(name(), now, id, order, who);
      case "joined" -> new QueueCommand.NoteJoined(name(), now, id, order, who);
      case "nottaken" ->
          new QueueCommand.EndOffer(
              name(), now, id, order, who, RingResult.valueOf(upper(rest.getFirst())));
      default ->
          new QueueCommand.EndAttempt(
              name(),
              now,
              id,
              order,
              AttemptResult.valueOf(upper(rest.getFirst())),
              rest.size() > 1 ? CallerWish.valueOf(upper(rest.get(1))) : CallerWish.NONE,
              null);
    };
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private QueueCommand ofCaller(CallId call, String what, List<String> rest) {
    return switch (what) {
      case "calls" -> new QueueCommand.OfferCall(Desk.begin(call), now, caller(call, rest));
      case "presses" -> new QueueCommand.PressKey(name(), now, call, rest.getFirst().charAt(0));
      case "names" ->
          new QueueCommand.NameNumber(
              name(),
              now,
              call,
              Desk.mobile(Character.getNumericValue(rest.getFirst().charAt(0)) - 9));
      case "listens" -> new QueueCommand.EndMessage(name(), now, call);
      case "hangs" -> new QueueCommand.EndCall(Desk.end(call), now, call, false);
      case "fails" -> new QueueCommand.EndCall(Desk.end(call), now, call, true);
      case "adopted" ->
          new QueueCommand.AdoptTalking(
              Desk.begin(call),
              now,
              caller(call, rest.subList(3, rest.size())),
              instant(rest.get(2)),
              new TechnicianId(rest.get(1)));
      case "noted" -> noted(call, rest);
      default -> throw new IllegalArgumentException("a caller cannot: " + what);
    };
  }

  private QueueCommand noted(CallId call, List<String> rest) {
    boolean answered = rest.getFirst().equals("answered");
    Instant from = instant(rest.get(1));
    Instant until = instant(rest.get(2));
    Caller caller = caller(call, rest.subList(answered ? 4 : 3, rest.size()));
    Caller earlier =
        new Caller(
            call, caller.ticket(), caller.number(), "", caller.person(), Language.SV, from, from);
    return new QueueCommand.RecordOutageCall(
        Desk.end(call),
        now,
        earlier,
        null,
        answered ? from : null,
        until,
        Outcome.valueOf(rest.getFirst().toUpperCase(Locale.ROOT)),
        new CallFlags(false, false, true),
        answered ? new TechnicianId(rest.get(3)) : null);
  }

  private QueueCommand ofTechnician(TechnicianId who, String what, List<String> rest) {
    return switch (what) {
      case "free", "busy", "unreachable" ->
          new QueueCommand.NotePhone(
              name(), now, who, PhoneState.valueOf(what.toUpperCase(Locale.ROOT)));
      case "on", "off", "paused" ->
          new QueueCommand.ChangeDuty(
              name(),
              now,
              who,
              Technician.Duty.valueOf(what.toUpperCase(Locale.ROOT)),
              rest.isEmpty() ? "" : rest.getFirst(),
              who.value());
      case "answers" -> new QueueCommand.ConfirmAnswer(name(), now, call(rest.getFirst()), who);
      case "leaves" -> new QueueCommand.ReleaseTechnician(name(), now, call(rest.getFirst()), who);
      case "takes" ->
          new QueueCommand.TakeCall(name(), now, call(rest.getFirst()), who, who.value());
      case "written" -> new QueueCommand.EndWrapUp(name(), now, who);
      case "writes" -> new QueueCommand.ExtendWrapUp(name(), now, who, instant(rest.getFirst()));
      case "rang" -> rang(call(rest.getFirst()), rest.get(1));
      default -> throw new IllegalArgumentException("a technician cannot: " + what);
    };
  }

  private QueueCommand rang(CallId call, String result) {
    int attempt = replay().state().call(call).map(QueuedCall::attempts).orElse(1);
    return new QueueCommand.EndRing(
        name(), now, call, attempt, RingResult.valueOf(result.toUpperCase(Locale.ROOT)));
  }

  private Caller caller(CallId call, List<String> words) {
    int n = Character.getNumericValue(call.value().charAt(0)) - 9;
    CallerNumber number = Desk.mobile(n);
    PersonId person = null;
    Instant arrived = now;
    for (String word : words) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.split("=", 2)[0]) {
        case "withheld" -> number = CallerNumber.withheld();
        case "shared" -> number = new CallerNumber("200", null, CallerNumber.Kind.EXTENSION, true);
        case "premium" -> number = premium();
        case "from" -> number = Desk.mobile(Character.getNumericValue(value.charAt(0)) - 9);
        case "person" -> person = new PersonId(Long.parseLong(value));
        case "arrived" -> arrived = instant(value);
        default -> throw new IllegalArgumentException("of a caller is not known: " + word);
      }
    }
    return new Caller(
        call, new TicketNumber(2025, n), number, "", person, Language.SV, arrived, now);
  }

  /** As it looks where the policy dials no such numbers. */
  private static CallerNumber premium() {
    return new CallerNumber(
        "0900123456", null, CallerNumber.Kind.OTHER, false, CallerNumber.Denial.NOT_ALLOWED);
  }

  private void setting(String word) {
    String value = word.substring(word.indexOf('=') + 1);
    switch (word.split("=", 2)[0]) {
      case "talking" -> limits(Integer.parseInt(value), policy.waitingMax(), policy.callbacksMax());
      case "waiting" -> limits(policy.talkingMax(), Integer.parseInt(value), policy.callbacksMax());
      case "callbacks" -> limits(policy.talkingMax(), policy.waitingMax(), Integer.parseInt(value));
      case "menu" -> rest(Integer.parseInt(value), policy.wrapUp(), policy.ring());
      case "wrapup" ->
          rest(policy.turnedAwayMax(), Duration.ofSeconds(Long.parseLong(value)), policy.ring());
      case "ring" ->
          rest(
              policy.turnedAwayMax(),
              policy.wrapUp(),
              QueuePolicy.Ring.valueOf(value.toUpperCase(Locale.ROOT)));
      case "messages" ->
          policy =
              policy.with(new MessagePolicy(true, Duration.ofMinutes(2), Duration.ofSeconds(5)));
      case "obliging" -> policy = Desk.obliging(policy);
      case "open" -> {
        String[] hours = value.split("-", 2);
        policy =
            Desk.open(
                policy, Desk.wednesday(Integer.parseInt(hours[0]), Integer.parseInt(hours[1])));
      }
      default -> throw new IllegalArgumentException("not a setting: " + word);
    }
  }

  private void limits(int talking, int waiting, int callbacks) {
    policy =
        Desk.open(
            Desk.policy(
                talking,
                waiting,
                callbacks,
                policy.turnedAwayMax(),
                policy.wrapUp(),
                policy.ring()),
            policy.hours());
  }

  private void rest(int menu, Duration wrapUp, QueuePolicy.Ring ring) {
    policy =
        Desk.open(
            Desk.policy(
                policy.talkingMax(),
                policy.waitingMax(),
                policy.callbacksMax(),
                menu,
                wrapUp,
                ring),
            policy.hours());
  }

  private CommandId name() {
    return new CommandId("line/" + ++serial);
  }

  private static CallId call(String letter) {
    return new CallId(letter);
  }

  private static CallbackId promise(String call) {
    return new CallbackId("cb-" + call);
  }

  private static Instant instant(String time) {
    return LocalTime.parse(time).atDate(DAY).atZone(ZONE).toInstant();
  }
}
