package svara.config;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.runtime.Engine;
import svara.telephony.asterisk.AsteriskPhoneSystem;
import svara.web.WebServer;

/**
 * Loads and verifies the product's own classes beside the start of the database. The event loop
 * would load some four hundred of them in one go when it makes the engine: on a machine with other
 * work it was seen blocked for 340 ms by that.
 */
final class WarmUpClasses {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUpClasses.class);

  /** One of each module that works on the event loop. */
  private static final List<Class<?>> MODULES =
      List.of(Engine.class, AsteriskPhoneSystem.class, WebServer.class);

  private WarmUpClasses() {}

  static Thread start() {
    return Thread.ofPlatform().name("warm-up-classes").start(WarmUpClasses::run);
  }

  private static void run() {
    try {
      for (Class<?> module : MODULES) {
        load(module);
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("classes are loaded when they are used");
    }
  }

  /** How many methods the classes of the module have, in its jar or its folder. */
  static int load(Class<?> module) throws IOException, URISyntaxException {
    Path place = Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return loadAll(place, module.getClassLoader());
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return loadAll(jar.getPath("/"), module.getClassLoader());
    }
  }

  private static int loadAll(Path root, ClassLoader loader) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.startsWith("svara") && name.endsWith(".class"))
          .filter(name -> !name.endsWith("package-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .mapToInt(name -> methods(name.replaceAll("[/\\\\]", "."), loader))
          .sum();
    }
  }

  /** Asked for its methods, a class is verified, but its initialisers are not run. */
  private static int methods(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader).getDeclaredMethods().length;
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.atDebug().addKeyValue("class", name).setCause(e).log("a class cannot be loaded");
      return 0;
    }
  }
}
