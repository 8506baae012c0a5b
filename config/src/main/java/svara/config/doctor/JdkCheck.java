package svara.config.doctor;

import java.util.List;

/** The machine that runs us: its version, and the flags that Vert.x and Hazelcast need of it. */
final class JdkCheck {
  private static final String NAME = "jdk";
  private static final int NEEDED = 25;

  /** What {@code svara.jvm.flags} opens to Hazelcast. */
  private static final List<String> OPENED = List.of("java.lang", "sun.nio.ch");

  private JdkCheck() {}

  static Finding look(Runtime.Version version) {
    if (version.feature() < NEEDED) {
      return Finding.wrong(
          NAME,
          "Java " + version + " is older than " + NEEDED,
          "install a JDK " + NEEDED + " and set JAVA_HOME to its folder");
    }
    Module base = Object.class.getModule();
    for (String name : OPENED) {
      if (!base.isOpen(name, JdkCheck.class.getModule())) {
        return Finding.wrong(
            NAME,
            "Java " + version + " runs without the flags that Svara needs",
            "start with ./svara, or with the flags that stand in it");
      }
    }
    return Finding.well(NAME, "Java " + version);
  }
}
