package svara.web;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.people.Scope;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.Viewer;

/**
 * Who asks.
 *
 * @param name of the account or token; empty for the operator, who proves himself by what lies in
 *     the data folder
 * @param account null for programs and the operator
 * @param roles of a person; none of a program
 * @param technician whose phone and tickets are this person's, or null
 * @param permissions what is open to the asker
 * @param by how timelines name the asker
 */
record SignedIn(
    String name,
    @Nullable Account account,
    Set<Role> roles,
    @Nullable TechnicianId technician,
    Set<Permission> permissions,
    String by) {
  SignedIn {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
  }

  /** Whoever reads the data folder: may everything. */
  static SignedIn operator(String by) {
    return new SignedIn("", null, Set.of(), null, EnumSet.allOf(Permission.class), by);
  }

  static SignedIn person(Account account) {
    TechnicianId technician = account.technician();
    return new SignedIn(
        account.name(),
        account,
        account.roles(),
        technician,
        Permission.ofRoles(account.roles()),
        technician == null ? account.name() : technician.value());
  }

  static SignedIn program(String name, Scope scope) {
    return new SignedIn(name, null, Set.of(), null, Permission.ofScope(scope), "api");
  }

  /** The manager, and whoever may everything. */
  boolean seesAllTechnicians() {
    return roles.contains(Role.MANAGER) || permissions.containsAll(EnumSet.allOf(Permission.class));
  }

  /** For whom tickets are read. */
  Viewer viewer() {
    return new Viewer(technician, seesAllTechnicians());
  }

  boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /** As the audit log names the asker. */
  String auditName() {
    return name.isEmpty() ? "operator" : name;
  }
}
