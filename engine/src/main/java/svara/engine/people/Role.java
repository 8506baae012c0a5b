package svara.engine.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is here. An account has one or more; what each opens is the web's to say. */
public enum Role {
  TECHNICIAN,
  MANAGER,
  IT_COORDINATOR,
  SYSTEM_ADMINISTRATOR,
  REQUESTER,
  /** Keeps accounts and settings; sees no tickets by that alone. */
  ADMINISTRATOR;

  /** As it is written on command lines, in JSON and in tables: {@code it_coordinator}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
