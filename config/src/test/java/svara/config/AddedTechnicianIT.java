package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.port.Verification;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/** A technician is added to the settings of an engine that has calls at a real exchange. */
@Tag("exchange")
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AddedTechnicianIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir Path folder;

  @Test
  void heIsRungWithoutARestartAndNobodyWhoTalksIsCut() throws Exception {
    Path config = folder.resolve("svara.yaml");
    Files.writeString(
        config,
        """
        queues:
          - {name: helpdesk, numbers: [100], talkingMax: 2}
        technicians:
          - {name: Anna Berg, email: anna.berg@example.se, dial: PJSIP/201, queue: helpdesk}
          - {name: Bo Dahl, email: bo.dahl@example.se, dial: PJSIP/202, queue: helpdesk}
          - {name: Eva Lind, email: eva.lind@example.se, dial: PJSIP/203, queue: helpdesk}
        """);
    try (AsteriskInstance asterisk =
            AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne("helpdesk", "100")));
        SipPhone outside = new SipPhone("outside", asterisk.sip());
        SipPhone anna = registered("201", asterisk);
        SipPhone added = registered("204", asterisk);
        EngineInAJvm engine = start(config, asterisk)) {
      await("ready", engine::answers);
      SipDialog talks = outside.call("100", "0701740605", "");
      await("one talks", () -> talking(anna) == 1 && talks.media().connected());
      SipDialog waits = outside.call("100", "0701740606", "");
      await("one waits: nobody else has a phone", () -> waits.media().hearsSound(500));
      assertEquals(0, added.calls().size());

      Files.writeString(
          config,
          "  - {name: Ola Holm, email: ola.holm@example.se, dial: PJSIP/204, queue: helpdesk}\n",
          StandardOpenOption.APPEND);

      await("the new technician is rung and talks", () -> talking(added) == 1);
      assertEquals(State.ANSWERED, talks.state(), "who talked talks on");
      assertEquals(1, anna.calls().size());
      assertEquals(1, talking(anna));
      talks.hangUp();
      waits.hangUp();
      await("both are over", () -> talking(anna) == 0 && talking(added) == 0);
      await("and in the books", () -> verified() == 2);
      assertTrue(engine.process().isAlive(), "it was never restarted");
    }
  }

  private static long verified() {
    Verification.Report report = DATABASE.stores().verification().verify().await();
    assertTrue(report.well(), () -> report.line() + " " + report.findings());
    return report.calls();
  }

  private static SipPhone registered(String extension, AsteriskInstance asterisk) {
    SipPhone phone = new SipPhone(extension, asterisk.sip());
    phone.register(AsteriskInstance.PHONE_SECRET, true);
    phone.onCall(call -> {
      call.ring();
      phone.later(Duration.ofMillis(100), call::answer);
    });
    return phone;
  }

  private EngineInAJvm start(Path config, AsteriskInstance asterisk) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SVARA_HTTP_PORT", "0");
    environment.put("SVARA_TELEPHONY_AMI_SECRET", AsteriskInstance.AMI_SECRET);
    environment.put("SVARA_TELEPHONY_AMI_PORT", Integer.toString(asterisk.amiPort()));
    environment.put(
        "SVARA_DATABASE_URL",
        "postgresql://127.0.0.1:%d/%s"
            .formatted(DATABASE.address().port(), DATABASE.address().database()));
    environment.put("SVARA_DATABASE_PASSWORD", DATABASE.address().engine().password());
    environment.put("SVARA_DATABASE_OWNERPASSWORD", DATABASE.address().owner().password());
    return EngineInAJvm.start(folder, config, environment);
  }

  private static void await(String what, Callable<Boolean> there) throws Exception {
    Awaited.value(LIMIT, there, () -> what);
  }

  private static long talking(SipPhone phone) {
    return phone.calls().stream().filter(call -> call.state() == State.ANSWERED).count();
  }
}
