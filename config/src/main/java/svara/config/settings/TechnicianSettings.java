package svara.config.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.TechnicianPhone;

/**
 * Someone who takes calls.
 *
 * @param id the part of the mail address before the @, in small letters
 * @param name the person's name, for the console
 * @param email the person's mail address
 * @param phone where the person is rung
 * @param queue the queue that the person is signed on to at the very first start; null for none
 */
public record TechnicianSettings(
    TechnicianId id, String name, String email, TechnicianPhone phone, @Nullable QueueId queue) {
  static final Words ID =
      Words.of("the part of a technician's email before the @", "[a-z0-9][a-z0-9._-]{0,63}");
  private static final Words NAME = Words.of("1 to 100 letters", "[^\\p{Cntrl}]{1,100}");
  private static final Words EMAIL =
      Words.of("a mail address", "[A-Za-z0-9][A-Za-z0-9._-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{1,189}");

  static TechnicianSettings read(Section section) {
    String name = section.required("name", "text", NAME.limits(), "Anna Berg", NAME::parse);
    String email =
        section.required("email", "address", EMAIL.limits(), "anna.berg@example.se", EMAIL::parse);
    TechnicianId id = idOf(email);
    boolean confirm = section.flag("confirm", false);
    TechnicianPhone phone =
        section.required(
            "dial",
            "phone",
            "PJSIP/phone, or PJSIP/number@trunk",
            "PJSIP/201",
            text -> new TechnicianPhone(id, text, confirm));
    return new TechnicianSettings(
        id,
        name,
        email,
        phone,
        section.optional("queue", "word", "the name of a queue", QueueId::new));
  }

  private static TechnicianId idOf(String email) {
    return new TechnicianId(email.substring(0, email.indexOf('@')).toLowerCase(Locale.ROOT));
  }
}
