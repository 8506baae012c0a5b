package svara.web;

import static svara.engine.people.Role.ADMINISTRATOR;
import static svara.engine.people.Role.MANAGER;
import static svara.engine.people.Role.TECHNICIAN;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import svara.engine.people.Role;
import svara.engine.people.Scope;

/**
 * The permission table: what each operation of the API may want ({@code x-permission} in its
 * document), and whom it is given to. docs/permissions.md is this table; {@link PermissionGate} is
 * the one place where it is enforced.
 */
@SuppressWarnings("ImmutableEnumChecker") // both sets come from Set.of
enum Permission {
  /** One's own account and sessions. */
  OWN_ACCOUNT(Set.of(Role.values()), Set.of()),
  SEE_LINE(Set.of(TECHNICIAN, MANAGER), Set.of(Scope.READ, Scope.WORK)),
  WORK_LINE(Set.of(TECHNICIAN, MANAGER), Set.of(Scope.WORK)),
  /** Closes and opens the line and speaks to everybody who calls. */
  RUN_LINE(Set.of(TECHNICIAN, MANAGER), Set.of(Scope.WORK)),
  SEE_CALLS(Set.of(TECHNICIAN, MANAGER), Set.of(Scope.READ, Scope.WORK)),
  SEE_TICKETS(Set.of(TECHNICIAN, MANAGER), Set.of(Scope.READ, Scope.WORK)),
  WRITE_TICKETS(Set.of(TECHNICIAN, MANAGER), Set.of(Scope.WORK)),
  SEE_FIGURES(Set.of(TECHNICIAN, MANAGER), Set.of(Scope.READ, Scope.WORK)),
  /** Takes figures or tickets away as a file. */
  EXPORT(Set.of(TECHNICIAN, MANAGER), Set.of(Scope.READ)),
  /** What does not work or was refused, without whom it was about. */
  SEE_FAULTS(Set.of(TECHNICIAN, MANAGER, ADMINISTRATOR), Set.of(Scope.READ, Scope.WORK)),
  /** Has it tried again at once. */
  MEND_FAULTS(Set.of(MANAGER, ADMINISTRATOR), Set.of(Scope.WORK)),
  /** What everybody works with: templates and the like. */
  SEE_SETTINGS(Set.of(TECHNICIAN, MANAGER, ADMINISTRATOR), Set.of()),
  /** Changes what everybody works with. */
  KEEP_SETTINGS(Set.of(MANAGER, ADMINISTRATOR), Set.of()),
  KEEP_ACCOUNTS(Set.of(ADMINISTRATOR), Set.of()),
  READ_AUDIT(Set.of(ADMINISTRATOR), Set.of()),
  SEE_METRICS(Set.of(ADMINISTRATOR), Set.of(Scope.METRICS)),
  HAND_IN_MAIL(Set.of(), Set.of(Scope.MAIL));

  private final Set<Role> roles;
  private final Set<Scope> scopes;

  Permission(Set<Role> roles, Set<Scope> scopes) {
    this.roles = roles;
    this.scopes = scopes;
  }

  /** As it stands in the API document and in docs/permissions.md: {@code see-line}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Permission> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  boolean givenTo(Role role) {
    return roles.contains(role);
  }

  boolean givenTo(Scope scope) {
    return scope == Scope.FULL || scopes.contains(scope);
  }

  /** What somebody of all these roles may. */
  static Set<Permission> ofRoles(Collection<Role> roles) {
    Set<Permission> given = EnumSet.noneOf(Permission.class);
    for (Permission one : values()) {
      if (roles.stream().anyMatch(one::givenTo)) {
        given.add(one);
      }
    }
    return given;
  }

  static Set<Permission> ofScope(Scope scope) {
    Set<Permission> given = EnumSet.noneOf(Permission.class);
    for (Permission one : values()) {
      if (one.givenTo(scope)) {
        given.add(one);
      }
    }
    return given;
  }
}
