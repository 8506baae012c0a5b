package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.people.Scope;

/** Who may sign in, and programs' tokens. Futures fail with {@link StoreException}. */
public interface AccountStore {

  /**
   * Somebody who signs in.
   *
   * @param name 1 to 100 of a-z, 0-9, point, hyphen, underscore and @; begins with a letter or
   *     digit
   * @param technician whose phone and tickets are this person's, or null
   * @param hasPassword whether a password is chosen
   * @param elsewhere whether the account signs in by OpenID Connect
   * @param version grows with every change
   */
  record Account(
      long id,
      String name,
      String fullName,
      Set<Role> roles,
      @Nullable TechnicianId technician,
      boolean hasPassword,
      boolean elsewhere,
      boolean disabled,
      @Nullable Instant signedInAt,
      long version) {
    public Account {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * What can be changed of an account.
   *
   * @param disabled a disabled account has no sessions and gets none
   */
  record Details(
      String fullName, Set<Role> roles, @Nullable TechnicianId technician, boolean disabled) {
    public Details {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * What a sign-in is checked against.
   *
   * @param passwordHash null when no password is chosen
   */
  record Credentials(Account account, @Nullable String passwordHash) {}

  /** What became of a change. */
  sealed interface Changed {
    record Done(Account account) implements Changed {}

    record Conflict(Account account) implements Changed {}

    /** Nobody would be left to keep accounts. */
    record LastAdministrator() implements Changed {}

    record Unknown() implements Changed {}
  }

  /** All, by name; at most a thousand. */
  Future<List<Account>> all();

  Future<Optional<Credentials>> credentials(String name);

  /** Adds one without a password; empty when the name is taken. */
  Future<Optional<Account>> add(String name, Details details, Instant at);

  /** Changes one, when it still is of that version; ends its sessions when it is disabled. */
  Future<Changed> change(String name, Details details, long version, Instant at);

  /** Sets the password and ends all of the account's sessions and links. */
  Future<Void> password(long account, String hash, Instant at);

  /** Notes a sign-in. */
  Future<Void> signedIn(long account, Instant at);

  /**
   * The account of a subject of OpenID Connect, made or brought up to date; its roles are what the
   * groups there give. Empty when the name belongs to an account that signs in otherwise.
   */
  Future<Optional<Account>> ofSubject(String subject, String name, Details details, Instant at);

  /** Keeps a link by which a password can be chosen, instead of any earlier one. */
  Future<Void> link(long account, byte[] hash, Instant expires);

  /** Whose link this is; it stays good. */
  Future<Optional<Account>> ofLink(byte[] hash, Instant at);

  /** Uses a link up; empty when it is none, used or too old. */
  Future<Optional<Account>> useLink(byte[] hash, Instant at);

  /** Keeps a program's token; false when the name is taken. */
  Future<Boolean> addToken(String name, byte[] hash, Scope scope, Instant at);

  /** A token that is no longer good; false when there is none of that name. */
  Future<Boolean> revokeToken(String name, Instant at);

  /** A program by its token. */
  record Token(String name, Scope scope) {}

  Future<Optional<Token>> token(byte[] hash);
}
