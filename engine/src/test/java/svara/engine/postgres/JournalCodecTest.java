package svara.engine.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CommandId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.Callback;
import svara.engine.queue.CallbackLife;
import svara.engine.queue.CallbackStage;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.queue.QueuedCall;
import svara.engine.queue.Technician;

class JournalCodecTest {
  private static final Map<Class<?>, Object> WORDS =
      Map.of(
          CallId.class, new CallId("svara-1764000000.12"),
          CallbackId.class, new CallbackId("cb-svara-1764000000.12"),
          CommandId.class, new CommandId("svara-1764000000.12/offer/1"),
          QueueId.class, new QueueId("helpdesk"),
          TechnicianId.class, new TechnicianId("anna"),
          TicketNumber.class, new TicketNumber(2026, 123),
          Instant.class, Instant.parse("2026-03-04T08:00:00.123456789Z"),
          LocalDate.class, LocalDate.of(2026, 3, 4),
          ZoneId.class, ZoneId.of("Europe/Stockholm"),
          String.class, "Åsa \"Ö\" \u2028 'x'");

  @TestFactory
  Stream<DynamicTest> everyEventIsReadAsItWasWritten() {
    return records(QueueEvent.class)
        .flatMap(type -> Stream.of(true, false).map(full -> eventTest(type, full)));
  }

  private static DynamicTest eventTest(Class<?> type, boolean full) {
    return DynamicTest.dynamicTest(
        type.getSimpleName() + (full ? " in full" : " with nothing that may be left out"),
        () -> {
          QueueEvent event = (QueueEvent) sample(type, full);
          String json = JournalCodec.write(event);
          assertEquals(event, JournalCodec.event(json));
          assertEquals(type.getSimpleName(), new JsonObject(json).getString("type"));
        });
  }

  @TestFactory
  Stream<DynamicTest> everyCommandIsReadAsItWasWritten() {
    return records(QueueCommand.class)
        .flatMap(type ->
            Stream.of(true, false)
                .map(full ->
                    DynamicTest.dynamicTest(
                        type.getSimpleName() + " " + full,
                        () -> {
                          QueueCommand command = (QueueCommand) sample(type, full);
                          assertEquals(command, JournalCodec.command(JournalCodec.write(command)));
                        })));
  }

  @Test
  void aStateIsReadAsItWasWrittenInEveryPhaseAndWork() throws ReflectiveOperationException {
    List<QueuedCall> calls = new ArrayList<>();
    for (Class<?> phase : records(QueuedCall.Phase.class).toList()) {
      QueuedCall call = (QueuedCall) sample(QueuedCall.class, true);
      calls.add(
          new QueuedCall(
              call.caller(),
              (QueuedCall.Phase) sample(phase, true),
              call.queuedAt(),
              call.flags(),
              call.attempts(),
              call.refusals()));
    }
    List<Technician> technicians = new ArrayList<>();
    for (Class<?> work : records(Technician.Work.class).toList()) {
      Technician technician = (Technician) sample(Technician.class, true);
      technicians.add(
          new Technician(
              technician.id(),
              technician.duty(),
              technician.reason(),
              technician.phone(),
              (Technician.Work) sample(work, true),
              technician.freeSince()));
    }
    List<Callback> callbacks = new ArrayList<>();
    for (Class<?> stage : records(CallbackStage.class).toList()) {
      CallbackLife life = (CallbackLife) sample(CallbackLife.class, true);
      Callback callback = (Callback) sample(Callback.class, true);
      callbacks.add(
          new Callback(
              callback.id(),
              callback.caller(),
              callback.number(),
              callback.promisedAt(),
              new CallbackLife(
                  (CallbackStage) sample(stage, true),
                  life.promisedBy(),
                  life.expiresAt(),
                  life.orders(),
                  life.ended(),
                  life.dialled(),
                  life.refusals(),
                  life.overtakenBy())));
    }
    QueueState sample = (QueueState) sample(QueueState.class, true);
    QueueState state =
        new QueueState(
            sample.queue(),
            sample.version(),
            calls,
            callbacks,
            technicians,
            sample.ended(),
            sample.dialling(),
            sample.notices());
    assertEquals(state, JournalCodec.state(JournalCodec.write(state)));
  }

  @Test
  void theStoredFormIsPlainAndLeavesOutWhatIsNull() throws ReflectiveOperationException {
    JsonObject event =
        new JsonObject(JournalCodec.write((QueueEvent) sample(QueueEvent.CallEnded.class, false)));
    assertFalse(event.containsKey("answeredAt"));
    assertEquals("2026-000123", event.getJsonObject("caller").getString("ticket"));
    assertEquals("2026-03-04T08:00:00.123456789Z", event.getString("at"));
  }

  @Test
  void aPromiseStoredBeforePromisesWereKeptByTheQueueIsOwedAtOnce() {
    String stored =
        """
        {"queue":"helpdesk","version":7,"calls":[],"technicians":[],"ended":[],
         "callbacks":[{"id":"cb-a","number":"+46701740605","promisedAt":"2026-03-04T08:00:00Z",
           "caller":{"call":"a","ticket":"2026-000123","name":"","language":"SV",
             "number":{"presented":"0701740605","e164":"+46701740605","kind":"PUBLIC",
                       "shared":false},
             "arrivedAt":"2026-03-04T07:59:00Z","offeredAt":"2026-03-04T07:59:00Z"}}]}
        """;
    QueueState state = JournalCodec.state(stored);
    Callback callback = state.callbacks().getFirst();
    assertEquals(new CallbackStage.Owed(Instant.parse("2026-03-04T08:00:00Z")), callback.stage());
    assertEquals(null, callback.caller().number().denial());
    assertFalse(state.dialling().stopped());
    assertEquals(state, JournalCodec.state(JournalCodec.write(state)));
  }

  @Test
  void whatIsNoEventIsRefused() {
    for (String wrong :
        List.of(
            "",
            "{}",
            "{\"type\":\"Unheard\"}",
            "{\"type\":\"MetClosed\",\"at\":\"today\",\"call\":\"a\"}",
            "{\"type\":\"CallQueued\",\"at\":\"2026-03-04T08:00:00Z\",\"call\":\"a\"}")) {
      assertThrows(IllegalArgumentException.class, () -> JournalCodec.event(wrong), wrong);
    }
  }

  @Test
  void namesInTheStoredFormAreUnique() {
    List<Class<?>> all = records(QueueEvent.class).toList();
    Set<String> names = new HashSet<>();
    all.forEach(type -> assertTrue(names.add(type.getSimpleName()), type.getSimpleName()));
    assertTrue(all.size() >= 18);
  }

  private static Stream<Class<?>> records(Class<?> family) {
    return Arrays.stream(family.getPermittedSubclasses())
        .flatMap(member -> member.isSealed() ? records(member) : Stream.<Class<?>>of(member));
  }

  private static @Nullable Object sample(Type type, boolean full)
      throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return full ? List.of(sample(of[0], true)) : List.of();
      }
      Map<Object, Object> map = new HashMap<>();
      map.put(sample(of[0], true), sample(of[1], true));
      return full ? map : Map.of();
    }
    Class<?> plain = (Class<?>) type;
    if (WORDS.containsKey(plain)) {
      return WORDS.get(plain);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    if (plain.isSealed()) {
      return sample(records(plain).findFirst().orElseThrow(), full);
    }
    return switch (plain.getName()) {
      case "int", "java.lang.Integer" -> 3;
      case "long", "java.lang.Long" -> 4_000_000_000L;
      case "boolean", "java.lang.Boolean" -> full;
      case "char" -> '#';
      default -> record(plain, full);
    };
  }

  private static Object record(Class<?> type, boolean full) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean nullable = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      values[i] = nullable && !full ? null : sample(components[i].getGenericType(), full);
    }
    var constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }
}
