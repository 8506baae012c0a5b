package svara.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user the server runs as. The server refuses root, so root hands it to an ordinary user; an
 * ordinary user runs it himself.
 *
 * @param dropTo whom root drops to, or null when this process is not root
 */
record EmbeddedPostgresAccount(@Nullable String dropTo) {
  private static final Path SELF = Path.of("/proc/self");

  /**
   * Whom to run as.
   *
   * @param cluster the server's data; where it exists, its owner runs the server
   * @param wanted the user that root drops to when the data does not exist yet; empty for {@code
   *     postgres} where there is one, else {@code nobody}
   */
  static EmbeddedPostgresAccount forCluster(Path cluster, String wanted) throws IOException {
    boolean exists = Files.isDirectory(cluster);
    if (!root()) {
      if (exists && !Files.getOwner(cluster).equals(Files.getOwner(SELF))) {
        throw new EmbeddedPostgresException(
            "%s belongs to %s: start Svara as that user or as root"
                .formatted(cluster, Files.getOwner(cluster).getName()));
      }
      return new EmbeddedPostgresAccount(null);
    }
    if (exists) {
      return new EmbeddedPostgresAccount(Files.getOwner(cluster).getName());
    }
    if (!wanted.isEmpty()) {
      if (!known(cluster, wanted)) {
        throw new EmbeddedPostgresException(
            "there is no user %s for the embedded database: make one (adduser --system %s)"
                .formatted(wanted, wanted));
      }
      return new EmbeddedPostgresAccount(wanted);
    }
    return new EmbeddedPostgresAccount(known(cluster, "postgres") ? "postgres" : "nobody");
  }

  /** The command as this user runs it. */
  List<String> command(List<String> command) {
    if (dropTo == null) {
      return command;
    }
    List<String> dropped = new ArrayList<>();
    dropped.add("setpriv");
    dropped.add("--reuid=" + dropTo);
    dropped.add("--regid=" + EmbeddedPostgresCommand.output(List.of("id", "-g", dropTo)).strip());
    dropped.add("--init-groups");
    dropped.add("--");
    dropped.addAll(command);
    return dropped;
  }

  /** Makes a file or folder this user's own. */
  void own(Path path) throws IOException {
    if (dropTo != null) {
      UserPrincipal user =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(dropTo);
      Files.setOwner(path, user);
    }
  }

  /** Whether this user gets at a file through all the folders above it. */
  boolean reaches(Path path) {
    return EmbeddedPostgresCommand.succeeds(command(List.of("test", "-r", path.toString())));
  }

  String name() throws IOException {
    return dropTo != null ? dropTo : Files.getOwner(SELF).getName();
  }

  private static boolean root() throws IOException {
    return Files.getAttribute(SELF, "unix:uid") instanceof Integer uid && uid == 0;
  }

  private static boolean known(Path path, String user) throws IOException {
    try {
      path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
      return true;
    } catch (UserPrincipalNotFoundException e) {
      return false;
    }
  }
}
