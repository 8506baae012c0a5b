package svara.engine.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.QueuePolicy;

/**
 * A queue as the settings name it.
 *
 * @param title what people call it
 * @param numbers that callers dial, as the exchange gets them
 * @param language of prompts, where neither the person nor the number has one
 * @param languages of prompts for callers of one of the numbers
 */
public record QueueSetup(
    QueueId queue,
    String title,
    List<String> numbers,
    QueuePolicy policy,
    Language language,
    Map<String, Language> languages,
    List<TechnicianSetup> technicians) {
  public QueueSetup {
    numbers = List.copyOf(numbers);
    languages = Map.copyOf(languages);
    technicians = List.copyOf(technicians);
  }

  /** A queue that speaks one language on all its numbers. */
  public QueueSetup(
      QueueId queue,
      String title,
      List<String> numbers,
      QueuePolicy policy,
      Language language,
      List<TechnicianSetup> technicians) {
    this(queue, title, numbers, policy, language, Map.of(), technicians);
  }

  /** A technician of the queue. */
  public record TechnicianSetup(TechnicianId id, String name, TechnicianPhone phone) {}

  /** What callers of the number hear whose own language is not known. */
  Language language(String dialled) {
    return languages.getOrDefault(dialled, language);
  }

  QueueSetup with(List<TechnicianSetup> others) {
    return new QueueSetup(queue, title, numbers, policy, language, languages, others);
  }

  /** What somebody's phone shows when the queue calls him back: its own first number. */
  String shownNumber() {
    return numbers.isEmpty() ? "0" : numbers.getFirst();
  }

  Optional<TechnicianPhone> phone(TechnicianId id) {
    return technicians.stream()
        .filter(t -> t.id().equals(id))
        .map(TechnicianSetup::phone)
        .findFirst();
  }

  List<TechnicianId> technicianIds() {
    return technicians.stream().map(TechnicianSetup::id).toList();
  }
}
