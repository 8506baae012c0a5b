package svara.engine.port;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.QueueEvent;
import svara.engine.ticket.TicketLife;
import svara.engine.ticket.TicketStatus;
import svara.engine.ticket.TicketUpdate;

class InMemoryQueueStoreTest extends QueueStoreContract {
  private Instant now = START;
  private long people;
  private final Map<PersonId, Language> languages = new HashMap<>();
  private final InMemoryQueueStore memory = new InMemoryQueueStore(() -> now);

  @Override
  protected QueueStore store() {
    return memory;
  }

  @Override
  protected PersonId know(String number, Language language) {
    PersonId person = new PersonId(++people);
    languages.put(person, language);
    memory.know(number, person, language);
    return person;
  }

  @Override
  protected void alsoHas(PersonId person, String number) {
    memory.know(number, person, languages.get(person));
  }

  @Override
  protected TicketLife ticket(TicketNumber number) {
    return memory.ticket(number).orElseThrow();
  }

  @Override
  protected List<String> timeline(TicketNumber number) {
    return memory.timeline(number).stream().map(TicketUpdate.Noted::kind).toList();
  }

  @Override
  protected void change(TicketNumber number, TicketStatus status) {
    TicketLife t = ticket(number);
    memory.change(
        number,
        new TicketLife(
            status,
            t.kind(),
            t.assignee(),
            t.openedAt(),
            t.closedAt(),
            t.answeredAt(),
            t.toCallBack(),
            t.callback(),
            t.closedBy()));
  }

  @Override
  protected void passALittleTime() {
    now = now.plus(1, ChronoUnit.MILLIS);
  }

  @Override
  protected TicketNumber ticketOf(CallId call) {
    return memory.journalOfAll().stream()
        .flatMap(entry -> entry.events().stream())
        .filter(event -> event instanceof QueueEvent.CallEnded e && e.call().equals(call))
        .map(event -> ((QueueEvent.CallEnded) event).caller().ticket())
        .findFirst()
        .orElseThrow();
  }
}
