package svara.engine.directory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a directory is reached and read. Of each list of attributes, the first that an entry has is
 * taken; all that it has for {@link #numbers} and {@link #aliases}.
 *
 * @param trust PEM file of the authority that signed the server's certificate; null for those the
 *     machine trusts
 * @param user the distinguished name (or, for Active Directory, {@code name@domain}) to sign in as;
 *     empty for nobody
 * @param base where people stand in the tree
 * @param filter which entries are people (RFC 4515)
 * @param entriesMax more than these are not people of one organisation: the answer is refused
 * @param answerMax so long an answer may take
 */
public record DirectoryAccess(
    String host,
    int port,
    Security security,
    @Nullable Path trust,
    String user,
    String password,
    String base,
    String filter,
    List<String> id,
    List<String> email,
    List<String> name,
    List<String> department,
    List<String> numbers,
    List<String> aliases,
    List<String> manager,
    int entriesMax,
    Duration answerMax) {

  public DirectoryAccess {
    id = List.copyOf(id);
    email = List.copyOf(email);
    name = List.copyOf(name);
    department = List.copyOf(department);
    numbers = List.copyOf(numbers);
    aliases = List.copyOf(aliases);
    manager = List.copyOf(manager);
  }

  /** How the connection is kept from others' eyes. */
  public enum Security {
    /** From the first byte, usually on port 636. */
    TLS,
    /** Asked for before signing in (RFC 4511, 4.14), and required. */
    STARTTLS,
    /** Not at all: for a server on the same machine. */
    PLAIN
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s:%d %s".formatted(host, port, base);
  }
}
