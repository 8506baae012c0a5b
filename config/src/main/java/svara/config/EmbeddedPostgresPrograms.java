package svara.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked from the jar that carries them.
 *
 * @param bin the folder with {@code initdb}, {@code pg_ctl} and {@code postgres}
 */
record EmbeddedPostgresPrograms(Path bin) {
  private static final String RESOURCE = "/postgres-linux-x86_64.txz";

  /** The programs in a folder under this one; unpacked the first time, and for a new version. */
  static EmbeddedPostgresPrograms unpacked(Path folder) throws IOException {
    URL resource = EmbeddedPostgresPrograms.class.getResource(RESOURCE);
    if (resource == null) {
      throw new EmbeddedPostgresException(
          "the embedded database is for Linux on amd64: name an external server (database.url)");
    }
    Path home = folder.resolve("programs-" + version(resource));
    if (!Files.isDirectory(home)) {
      Path fresh = folder.resolve(home.getFileName() + ".new");
      delete(fresh);
      Files.createDirectories(fresh);
      unpack(resource, fresh);
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return new EmbeddedPostgresPrograms(home.resolve("bin"));
  }

  String program(String name) {
    return bin.resolve(name).toString();
  }

  /** The jar's own checksum of the archive, so that nothing has to be read to tell versions. */
  private static String version(URL resource) throws IOException {
    if (resource.openConnection() instanceof JarURLConnection connection) {
      connection.setUseCaches(false);
      try (InputStream _ = connection.getInputStream()) {
        return Long.toHexString(connection.getJarEntry().getCrc());
      }
    }
    return "unknown";
  }

  private static void unpack(URL resource, Path into) throws IOException {
    // every Debian has tar; xz it may not have
    Process tar =
        new ProcessBuilder("tar", "-x", "-p", "--no-same-owner", "-C", into.toString())
            .redirectErrorStream(true)
            .start();
    try (InputStream archive = new XZInputStream(resource.openStream());
        OutputStream out = tar.getOutputStream()) {
      archive.transferTo(out);
    }
    String printed =
        new String(tar.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (tar.waitFor() != 0) {
        throw new EmbeddedPostgresException(
            "the embedded database could not be unpacked into %s: %s"
                .formatted(into, EmbeddedPostgresCommand.last(printed)));
      }
    } catch (InterruptedException e) {
      throw EmbeddedPostgresCommand.interrupted(e);
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
