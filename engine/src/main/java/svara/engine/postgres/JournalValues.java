package svara.engine.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Function;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CommandId;
import svara.engine.id.PersonId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;

/** Small values that are stored as one word each. */
final class JournalValues extends SimpleModule {
  private static final long serialVersionUID = 1L;

  JournalValues() {
    super("svara-values");
    word(CallId.class, CallId::new);
    word(CallbackId.class, CallbackId::new);
    word(CommandId.class, CommandId::new);
    word(QueueId.class, QueueId::new);
    word(TechnicianId.class, TechnicianId::new);
    word(Instant.class, Instant::parse);
    word(LocalDate.class, LocalDate::parse);
    addSerializer(ZoneId.class, ToStringSerializer.instance);
    addDeserializer(ZoneId.class, new Word<>(ZoneId.class, ZoneId::of));
    word(
        TicketNumber.class,
        text ->
            TicketNumber.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a ticket number")));
    addSerializer(PersonId.class, new PersonNumber());
    addDeserializer(PersonId.class, new NumberedPerson());
    addKeyDeserializer(TechnicianId.class, new TechnicianKey());
  }

  private <T> void word(Class<T> type, Function<String, T> parser) {
    addSerializer(type, ToStringSerializer.instance);
    addDeserializer(type, new Word<>(type, parser));
  }

  private static final class Word<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parser;

    Word(Class<T> type, Function<String, T> parser) {
      super(type);
      this.parser = parser;
    }

    @Override
    protected T _deserialize(String value, DeserializationContext context) {
      return parser.apply(value);
    }
  }

  private static final class PersonNumber extends StdScalarSerializer<PersonId> {
    private static final long serialVersionUID = 1L;

    PersonNumber() {
      super(PersonId.class);
    }

    @Override
    public void serialize(PersonId person, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(person.value());
    }
  }

  private static final class NumberedPerson extends StdScalarDeserializer<PersonId> {
    private static final long serialVersionUID = 1L;

    NumberedPerson() {
      super(PersonId.class);
    }

    @Override
    public PersonId deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return new PersonId(json.getLongValue());
    }
  }

  private static final class TechnicianKey extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return new TechnicianId(key);
    }
  }
}
