package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.OfferedCall;
import svara.engine.port.QueueStore;
import svara.engine.queue.QueuePolicy;

class SwitchboardTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  @ParameterizedTest
  @CsvSource({"100,,SV", "101,,EN", "102,,SV", "101,SV,SV", "100,EN,EN"})
  void theLanguageIsThePersonsElseTheNumbersElseTheQueues(
      String dialled, @Nullable Language person, Language heard) {
    QueueId queue = new QueueId("helpdesk");
    QueueSetup setup =
        new QueueSetup(
            queue,
            "Helpdesk",
            List.of("100", "101", "102"),
            QueuePolicy.defaults(),
            Language.SV,
            Map.of("101", Language.EN),
            List.of());
    OfferedCall call =
        new OfferedCall(
            new CallId("svara-1.1"), 1, dialled, Optional.of(queue), "", "", START, START);

    assertEquals(heard, switchboard(person).caller(call, setup).result().language());
  }

  private static Switchboard switchboard(@Nullable Language person) {
    Object store =
        Proxy.newProxyInstance(
            QueueStore.class.getClassLoader(),
            new Class<?>[] {QueueStore.class},
            (_, _, _) ->
                Future.succeededFuture(
                    new QueueStore.CallerFacts(null, person, new TicketNumber(2026, 1), false)));
    return new Switchboard(
        Map.of(),
        (QueueStore) store,
        new ManualScheduler(START),
        _ -> CallerNumber.withheld(),
        Duration.ofMinutes(30));
  }
}
