package svara.engine.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.Statistics.By;
import svara.engine.statistics.Statistics.Span;

/**
 * Contacts of a span, by the values of one dimension, and by hour, day or month where it is cut.
 */
public final class ContactStatistics {
  private final Span span;
  private final TreeMap<String, ContactFold> groups = new TreeMap<>();
  private final TreeMap<Instant, ContactFold> parts = new TreeMap<>();

  /** What all have in one part of the span. */
  public record Part(Instant from, Instant to, Contacts contacts) {}

  public ContactStatistics(Span span) {
    this.span = span;
    span.parts().forEach(start -> parts.put(start, new ContactFold()));
  }

  /** Takes in what a group has from a moment of the span on. */
  public void folded(String value, Instant at, ContactFold fold) {
    if (!span.contains(at)) {
      return;
    }
    groups.computeIfAbsent(value, _ -> new ContactFold()).merge(fold);
    By by = span.by();
    if (by != null) {
      parts.computeIfAbsent(by.startOf(at, span.zone()), _ -> new ContactFold()).merge(fold);
    }
  }

  /** The span begins or ends within an hour: technicians' time in it is not known. */
  public void workUnknown() {
    groups.values().forEach(fold -> fold.calls().workUnknown());
    parts.values().forEach(fold -> fold.calls().workUnknown());
  }

  public Span span() {
    return span;
  }

  /** Of one group; nothing where it has none. */
  public Contacts of(@Nullable String value) {
    return groups.getOrDefault(value == null ? "" : value, new ContactFold()).contacts();
  }

  /**
   * By value, in order.
   *
   * @param name of a value; what comes to have the same name is put together
   */
  public SequencedMap<String, Contacts> groups(UnaryOperator<String> name) {
    TreeMap<String, ContactFold> named = new TreeMap<>();
    groups.forEach((value, fold) ->
        named.computeIfAbsent(name.apply(value), _ -> new ContactFold()).merge(fold));
    SequencedMap<String, Contacts> contacts = new LinkedHashMap<>();
    for (Map.Entry<String, ContactFold> one : named.entrySet()) {
      contacts.put(one.getKey(), one.getValue().contacts());
    }
    return contacts;
  }

  /** By hour, day or month, in order, those without contacts included; empty without a cut. */
  public List<Part> parts() {
    By by = span.by();
    List<Part> list = new ArrayList<>();
    if (by != null) {
      parts.forEach((start, fold) ->
          list.add(new Part(start, by.endOf(start, span.zone()), fold.contacts())));
    }
    return list;
  }
}
