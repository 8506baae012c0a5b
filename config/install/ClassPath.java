import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** Run by package.sh: the files that a jar's manifest names as its class path, one line each. */
class ClassPath {
  public static void main(String[] jar) throws IOException {
    try (JarFile file = new JarFile(jar[0])) {
      String names = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      System.out.println(names.replace(' ', '\n'));
    }
  }
}
