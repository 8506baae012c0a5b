package svara.web;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.people.Scope;

/**
 * Who asks.
 *
 * @param name of the account or token; empty for the operator, who proves himself by what lies in
 *     the data folder
 * @param roles of a person; none of a program
 * @param technician whose phone and tickets are this person's, or null
 * @param permissions what is open to the asker
 * @param by how timelines name the asker
 */
record SignedIn(
    String name,
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
    return new SignedIn("", Set.of(), null, EnumSet.allOf(Permission.class), by);
  }

  static SignedIn person(String name, Collection<Role> roles, @Nullable TechnicianId technician) {
    return new SignedIn(
        name,
        Set.copyOf(roles),
        technician,
        Permission.ofRoles(roles),
        technician == null ? name : technician.value());
  }

  static SignedIn program(String name, Scope scope) {
    return new SignedIn(name, Set.of(), null, Permission.ofScope(scope), "api");
  }

  boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
