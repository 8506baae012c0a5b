package svara.engine.postgres;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import svara.engine.queue.CallbackStage;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.queue.QueuedCall;
import svara.engine.queue.Technician;

/**
 * The stored form of a queue's events, commands and state: JSON objects with a record's components
 * by name, null ones left out, and the record's simple name in {@code type}. Ids are plain strings,
 * instants ISO 8601 in UTC. What the journal holds can be read for ever: components may be added as
 * nullable ones and are never renamed.
 */
public final class JournalCodec {
  private static final JsonMapper MAPPER = mapper();

  /** Tells apart the records of a sealed interface; on none of them, so that they stay pure. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface ByName {}

  private JournalCodec() {}

  public static String write(QueueEvent event) {
    return text(event, QueueEvent.class);
  }

  public static String write(QueueCommand command) {
    return text(command, QueueCommand.class);
  }

  public static String write(QueueState state) {
    return text(state, QueueState.class);
  }

  /**
   * Reads a stored event.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static QueueEvent event(String json) {
    return read(json, QueueEvent.class);
  }

  /**
   * Reads a stored command.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static QueueCommand command(String json) {
    return read(json, QueueCommand.class);
  }

  /**
   * Reads a stored state.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static QueueState state(String json) {
    return read(json, QueueState.class);
  }

  /** An event as a tree, to be put into a larger text. */
  static ObjectNode tree(QueueEvent event) {
    return MAPPER.valueToTree(event);
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  private static String text(Object value, Class<?> family) {
    try {
      return MAPPER.writerFor(family).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the queue must have a stored form", e);
    }
  }

  private static <T> T read(String json, Class<T> family) {
    try {
      return MAPPER.readValue(json, family);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not a stored %s: %s".formatted(family.getSimpleName(), e.getOriginalMessage()), e);
    }
  }

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(new JournalValues())
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // a component that is missing must not become a zero
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    byName(mapper, QueueEvent.class);
    byName(mapper, QueueCommand.class);
    byName(mapper, QueuedCall.Phase.class);
    byName(mapper, Technician.Work.class);
    byName(mapper, CallbackStage.class);
    return mapper;
  }

  private static void byName(JsonMapper mapper, Class<?> family) {
    mapper.addMixIn(family, ByName.class);
    for (Class<?> member : family.getPermittedSubclasses()) {
      if (member.isSealed()) {
        byName(mapper, member);
      } else {
        mapper.registerSubtypes(
            new com.fasterxml.jackson.databind.jsontype.NamedType(member, member.getSimpleName()));
      }
    }
  }
}
