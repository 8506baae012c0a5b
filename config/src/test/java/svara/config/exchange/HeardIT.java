package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/** The callers' legs are recorded and compared with the sounds that they should have heard. */
@Tag("exchange")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HeardIT {
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  /** What may be lost at the joints of a prompt, in seconds. */
  private static final double JOINT = 0.1;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static AsteriskInstance asterisk;

  private Helpdesk helpdesk;

  @BeforeAll
  static void startAsterisk() {
    asterisk =
        AsteriskInstance.start(
            List.of(
                AsteriskInstance.Queue.oneAndOne("heard_sv", "621"),
                AsteriskInstance.Queue.oneAndOne("heard_en", "622")));
    Helpdesk.warm(asterisk, DATABASE);
  }

  @AfterAll
  static void stopAsterisk() {
    asterisk.close();
  }

  @AfterEach
  void close() {
    helpdesk.close();
  }

  @Test
  void eachHearsWhatIsMeantForHimInHisQueuesLanguageSideBySide() {
    helpdesk =
        new Helpdesk(
            asterisk,
            DATABASE,
            queue("heard_sv", "621", Language.SV, UnaryOperator.identity(), 201, 202, 203),
            queue("heard_en", "622", Language.EN, UnaryOperator.identity(), 204, 205, 206));
    SipPhone swedish = helpdesk.desk(201, AT_ONCE);
    SipPhone english = helpdesk.desk(204, AT_ONCE);
    helpdesk.ready("heard_sv", 1).ready("heard_en", 1);
    Line sv = line(Language.SV, "heard_sv", "621", "07017406");
    Line en = line(Language.EN, "heard_en", "622", "08465004");

    pass(length(Language.SV, "all_busy_offer").plusMillis(1_000));
    sv.promised().press('1');
    en.promised().press('1');
    for (Line line : List.of(sv, en)) {
      until(() -> line.promised().state() == State.OVER, "promised and hung up");
      until(() -> line.told().state() == State.OVER, "told and hung up");
      heard(line.waits(), line.language(), "greeting", "you_are_number", "number_1");
      heard(line.told(), line.language(), "all_busy_offer", "call_later");
      heard(line.promised(), line.language(), "all_busy_offer", "promise_confirmed", "goodbye");
      assertNotHeard(line.told(), line.language(), "promise_confirmed");
      assertNotHeard(line.promised(), line.language(), "call_later");
    }
    musicUntilTheAnswer(sv);
    musicUntilTheAnswer(en);
    tonesBothWays(sv.waits(), swedish.calls().getLast());
    tonesBothWays(en.waits(), english.calls().getLast());
  }

  /** A queue's callers: one talks, one waits, two are turned away. */
  private record Line(
      Language language,
      String queue,
      SipDialog talks,
      SipDialog waits,
      SipDialog told,
      SipDialog promised) {}

  private Line line(Language language, String queue, String number, String from) {
    SipDialog talks = helpdesk.call(number, from + "05");
    until(() -> helpdesk.state(queue).talking() == 1, "one talks");
    SipDialog waits = helpdesk.call(number, from + "06");
    until(() -> helpdesk.state(queue).waiting().size() == 1, "one waits");
    SipDialog told = helpdesk.call(number, from + "07");
    SipDialog promised = helpdesk.call(number, from + "08");
    until(() -> promised.state() == State.ANSWERED, "the last is answered too");
    return new Line(language, queue, talks, waits, told, promised);
  }

  /** In this order, each whole, and not in the other language. */
  private static void heard(SipDialog call, Language language, String... prompts) {
    Sound all = Sound.of(call.media().heard());
    int from = 0;
    for (String prompt : prompts) {
      Sound sought = sound(language, prompt);
      Sound rest = all.part(from, all.length());
      Likeness.Found found = Likeness.best(sought, rest).orElseThrow();
      Sound foreign = sound(other(language), prompt);
      double wrong = Likeness.of(foreign, rest);
      System.out.printf(
          "heard %s %s: %.3f at %.2f s, %.2f s long; in the other language %.3f%n",
          language, prompt, found.value(), seconds(from + found.start()), sought.seconds(), wrong);
      assertTrue(found.value() > Likeness.SAME, prompt + " is not heard: " + found);
      assertTrue(wrong < found.value() - 0.2, prompt + " is as much in the other language");
      // a single word is too short to be cut in three
      if (sought.seconds() > 1) {
        assertEquals(
            sought.seconds(), Likeness.seconds(sought, rest).orElse(0.0), JOINT, prompt + " whole");
      }
      from += found.start() + sought.length() / 2;
    }
  }

  private static void assertNotHeard(SipDialog call, Language language, String prompt) {
    double value = Likeness.of(sound(language, prompt), Sound.of(call.media().heard()));
    assertTrue(value < Likeness.SAME, prompt + " should not be heard: " + value);
  }

  private void musicUntilTheAnswer(Line line) {
    SipDialog waits = line.waits();
    Sound heard = Sound.of(waits.media().heard());
    Sound last = heard.part(heard.length() - 3 * Sound.RATE, heard.length());
    double music = Likeness.of(last, Sound.of(asterisk.music()));
    System.out.printf("heard music: %.3f, loudness %.0f%n", music, last.rms());
    assertTrue(music > Likeness.SAME, "the last thing heard is the music: " + music);

    line.talks().hangUp();
    until(() -> helpdesk.state(line.queue()).waiting().isEmpty(), "the next is served");
    until(() -> helpdesk.state(line.queue()).talking() == 1, "and talks");
    int silentFrom = waits.media().heard().size();
    until(() -> !waits.media().hearsSound(500), Duration.ofSeconds(5), "no music any more");
    until(() -> waits.media().heard().size() > silentFrom + 50, "a second of the talk");
    assertFalse(waits.media().hearsSound(800), "no music any more");
  }

  /** The first try counts; one that a starved machine made late may be repeated once. */
  private static void tonesBothWays(SipDialog caller, SipDialog technician) {
    double toTechnician = Tone.bestOf(2, caller.media(), technician.media());
    double toCaller = Tone.bestOf(2, technician.media(), caller.media());
    System.out.printf(
        "tone heard after: caller to technician %.0f ms, technician to caller %.0f ms%n",
        toTechnician, toCaller);
    assertTrue(toTechnician <= 300, "caller to technician: " + toTechnician + " ms");
    assertTrue(toCaller <= 300, "technician to caller: " + toCaller + " ms");
  }

  private static Sound sound(Language language, String prompt) {
    return Sound.of(asterisk.sound(language.code(), prompt));
  }

  private static Duration length(Language language, String prompt) {
    return Duration.ofMillis(Math.round(1000 * sound(language, prompt).seconds()));
  }

  private static Language other(Language language) {
    return language == Language.SV ? Language.EN : Language.SV;
  }

  private static double seconds(int samples) {
    return (double) samples / Sound.RATE;
  }
}
