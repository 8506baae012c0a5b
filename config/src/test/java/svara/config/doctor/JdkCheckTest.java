package svara.config.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JdkCheckTest {

  @Test
  void aJdkThatIsTooOldIsNamedAndANewerOneIsWell() {
    Finding old = JdkCheck.look(Runtime.Version.parse("21"));
    assertEquals(Finding.State.WRONG, old.state());
    assertEquals("Java 21 is older than 25", old.says());
    assertEquals("install a JDK 25 and set JAVA_HOME to its folder", old.remedy());

    assertEquals(Finding.State.WRONG, JdkCheck.look(Runtime.Version.parse("24.0.2+12")).state());
    assertEquals(Finding.State.WELL, JdkCheck.look(Runtime.Version.parse("25")).state());
    assertEquals(Finding.State.WELL, JdkCheck.look(Runtime.Version.parse("26.0.1")).state());
    assertEquals(Finding.State.WELL, JdkCheck.look(Runtime.version()).state(), "what runs this");
  }
}
