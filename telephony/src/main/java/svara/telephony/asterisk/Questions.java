package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.Language;
import svara.engine.port.Orders.Ask;
import svara.engine.port.Orders.AskNumber;
import svara.engine.port.Prompt;

/** Asks parked callers for keys. Fails as {@link Unparked} when the caller leaves meanwhile. */
final class Questions {
  private static final String DIGITS = "0123456789";

  private final Vertx vertx;
  private final Sounds sounds;

  Questions(Vertx vertx, Sounds sounds) {
    this.vertx = vertx;
    this.sounds = sounds;
  }

  private record Question(
      Language language,
      List<Prompt> prompts,
      Duration patience,
      boolean musicAfter,
      @Nullable String recording) {}

  /** The key, or nothing after silence. */
  Future<String> ask(Call call, Ask order) {
    return ask(
        call,
        new Question(
            order.language(),
            order.prompts(),
            order.patience(),
            order.musicAfter(),
            order.recording()),
        new Typing(order.keys(), "", 1),
        order.keys());
  }

  /** The digits, or nothing after silence. */
  Future<String> askNumber(Call call, AskNumber order) {
    return ask(
        call,
        new Question(order.language(), order.prompts(), order.patience(), order.musicAfter(), null),
        new Typing(DIGITS, "#", AskNumber.DIGITS_MAX),
        DIGITS + "#");
  }

  private Future<String> ask(Call call, Question question, Typing typing, String keys) {
    call.listening = typing;
    // an answer may come before the prompts have ended, whatever is still playing
    Promise<String> answer = Promise.promise();
    typing
        .ended()
        .onSuccess(typed -> {
          if (!typed.isEmpty()) {
            answer.tryComplete(typed);
          }
        });
    call.parked()
        .compose(stay -> sounds.answer(call, stay))
        .compose(stay -> question.musicAfter() ? Future.succeededFuture(stay) : noPlace(stay))
        .compose(stay -> call.held ? Sounds.musicOff(stay) : Future.succeededFuture(stay))
        .compose(stay -> sounds.recorded(call, stay, question.language(), question.recording()))
        .compose(stay -> sounds.say(call, stay, question.language(), question.prompts(), keys))
        .compose(stay -> typed(typing, question.patience()).map(stay))
        .compose(stay -> Sounds.music(stay, question.musicAfter() && typing.typed().isEmpty()))
        .onSuccess(stay -> answer.tryComplete(typing.typed()))
        .onFailure(answer::tryFail);
    return answer
        .future()
        .onComplete(done -> {
          if (typing.equals(call.listening)) {
            call.listening = null;
          }
        });
  }

  /** Waits for keys on an idle channel: their DTMFEnd is heard, though AGI would miss it. */
  private Future<String> typed(Typing typing, Duration patience) {
    long millis = Math.max(1, patience.toMillis());
    long[] timer = {vertx.setTimer(millis, id -> typing.silent())};
    typing.onKey(() -> {
      vertx.cancelTimer(timer[0]);
      timer[0] = vertx.setTimer(millis, id -> typing.silent());
    });
    return typing.ended().onComplete(done -> vertx.cancelTimer(timer[0]));
  }

  /** Who is turned away holds no place any more, in the exchange's own count either. */
  static Future<AgiSession> noPlace(AgiSession stay) {
    return stay.exec("SET VARIABLE GROUP(svara) \"\"").map(stay);
  }
}
