package svara.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.runtime.Engine;
import svara.telephony.asterisk.AsteriskPhoneSystem;
import svara.web.WebServer;

class WarmUpClassesTest {
  @ParameterizedTest
  @ValueSource(classes = {Engine.class, AsteriskPhoneSystem.class, WebServer.class})
  void aModulesClassesAreLoaded(Class<?> module) throws Exception {
    int methods = WarmUpClasses.load(module);

    assertTrue(methods > 200, methods + " methods");
  }

  @Test
  void aClassOfAFolderIsLoadedToo() throws Exception {
    assertTrue(WarmUpClasses.load(WarmUpClassesTest.class) > 200);
  }
}
