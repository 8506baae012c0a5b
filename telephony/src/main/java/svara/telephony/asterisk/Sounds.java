package svara.telephony.asterisk;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.Language;
import svara.engine.port.Prompt;

/**
 * What the parked hear. Prompts are not played by {@code STREAM FILE}: that of a file the exchange
 * does not have ends the stay. {@code ControlPlayback} passes such a file over and says so in a
 * variable, which is read when a sound is played for the first time: a sound that is missing is
 * reported once.
 */
final class Sounds {
  private static final Logger LOG = LoggerFactory.getLogger(Sounds.class);

  /** The application that plays a prompt. */
  static final String PLAYER = "ControlPlayback";

  /** Forwards and rewinds by # and * cannot be switched off: they move by a millisecond. */
  private static final String MOVES_NOWHERE = ",1,#,*,";

  private static final Pattern RECORDING = Pattern.compile("/[A-Za-z0-9/._-]{1,200}");

  /** As many as there are prompts in all languages. */
  private final Set<String> played = new HashSet<>();

  /** Answers the caller who has not been answered. */
  Future<AgiSession> answer(Call call, AgiSession stay) {
    return call.up
        ? Future.succeededFuture(stay)
        : stay.exec("ANSWER")
            .map(nothing -> {
              call.up = true;
              return stay;
            });
  }

  static Future<AgiSession> musicOff(AgiSession stay) {
    return stay.exec("SET MUSIC OFF").map(stay);
  }

  static Future<AgiSession> music(AgiSession stay, boolean on) {
    return on ? stay.exec("SET MUSIC ON svara").map(stay) : Future.succeededFuture(stay);
  }

  /** Says prompts one after the other until one of the keys is pressed. */
  Future<AgiSession> say(
      Call call, AgiSession stay, Language language, List<Prompt> prompts, String keys) {
    if (prompts.isEmpty()) {
      return Future.succeededFuture(stay);
    }
    Future<Void> said = Future.succeededFuture();
    if (!call.language.equals(language.code())) {
      call.language = language.code();
      said = stay.exec("SET VARIABLE CHANNEL(language) " + language.code());
    }
    for (Prompt prompt : prompts) {
      said =
          said.compose(nothing ->
              call.listening != null && call.listening.begun()
                  ? Future.succeededFuture()
                  : play(stay, call.language, prompt, keys));
    }
    return said.map(stay);
  }

  /** Whether the text can be the name of a sound that a technician has recorded, and no more. */
  static boolean isRecording(String text) {
    return RECORDING.matcher(text).matches();
  }

  /** Plays what a technician has recorded; the usual words where the exchange has it no more. */
  Future<AgiSession> recorded(
      Call call, AgiSession stay, Language language, @Nullable String recording) {
    if (recording == null) {
      return Future.succeededFuture(stay);
    }
    if (!isRecording(recording)) {
      return say(call, stay, language, List.of(Prompt.OUTAGE), "");
    }
    return stay.exec("EXEC " + PLAYER + " " + recording + MOVES_NOWHERE)
        .compose(ended -> stay.ask("GET VARIABLE CPLAYBACKSTATUS"))
        .compose(status -> {
          if (!status.contains("(ERROR)")) {
            return Future.succeededFuture(stay);
          }
          LOG.atWarn()
              .addKeyValue("sound", recording)
              .log("the exchange does not have a recorded outage message; the usual one is said");
          return say(call, stay, language, List.of(Prompt.OUTAGE), "");
        });
  }

  /**
   * Plays a prompt in the channel's language until it has ended or one of the keys is pressed.
   *
   * @param language that the channel has
   */
  Future<Void> play(AgiSession stay, String language, Prompt prompt, String keys) {
    Future<Void> heard =
        stay.exec("EXEC " + PLAYER + " svara/" + prompt.key() + MOVES_NOWHERE + keys);
    return played.add(language + "/" + prompt.key())
        ? heard
            .compose(ended -> stay.ask("GET VARIABLE CPLAYBACKSTATUS"))
            .onSuccess(status -> look(status, language, prompt))
            .mapEmpty()
        : heard;
  }

  private static void look(String status, String language, Prompt prompt) {
    if (status.contains("(ERROR)")) {
      LOG.atWarn()
          .addKeyValue("sound", "svara/" + prompt.key())
          .addKeyValue("language", language)
          .log("the exchange does not have the sound of a prompt, which is skipped");
    }
  }
}
