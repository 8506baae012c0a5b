import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Run by package.sh: what the libraries' jars say of their licences, and the texts they carry. */
class Licences {
  private static final Pattern TEXT =
      Pattern.compile("(?i)(META-INF/)?(LICEN[CS]E|NOTICE|COPYING|COPYRIGHT)[^/]*");
  private static final Pattern NAME =
      Pattern.compile("(?s)<license>.*?<name>\\s*(.*?)\\s*</name>");

  public static void main(String[] folders) throws IOException {
    Path into = Path.of(folders[1]);
    StringBuilder list = new StringBuilder();
    List<Path> jars;
    try (Stream<Path> all = Files.list(Path.of(folders[0]))) {
      jars = all.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
    for (Path jar : jars) {
      list.append(jar.getFileName()).append("  ").append(of(jar, into)).append('\n');
    }
    Files.writeString(into.resolve("LIBRARIES"), list);
  }

  private static String of(Path jar, Path into) throws IOException {
    String said = "";
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.getManifest() != null) {
        String bundle = file.getManifest().getMainAttributes().getValue("Bundle-License");
        said = bundle == null ? "" : bundle;
      }
      for (ZipEntry entry : (Iterable<ZipEntry>) file.stream().map(e -> (ZipEntry) e)::iterator) {
        if (TEXT.matcher(entry.getName()).matches() && !entry.isDirectory()) {
          Path folder = into.resolve(jar.getFileName().toString());
          Files.createDirectories(folder);
          try (InputStream in = file.getInputStream(entry)) {
            Files.write(folder.resolve(Path.of(entry.getName()).getFileName()), in.readAllBytes());
          }
        } else if (said.isEmpty() && entry.getName().matches("META-INF/maven/.*/pom.xml")) {
          try (InputStream in = file.getInputStream(entry)) {
            Matcher name = NAME.matcher(new String(in.readAllBytes()));
            said = name.find() ? name.group(1) : "";
          }
        }
      }
    }
    return said.isEmpty() ? "see its texts here, or its project's page" : said;
  }
}
