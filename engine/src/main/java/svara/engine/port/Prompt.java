package svara.engine.port;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sound that can be played to a caller. The texts stand in {@code config/asterisk/prompts}, one
 * file a language, under {@link #key}; the exchange finds the sound as {@code svara/KEY} in the
 * caller's language.
 */
public enum Prompt {
  /** Who has answered. */
  GREETING,

  /** "You are in the queue, your place is number"; a number follows. */
  YOU_ARE_NUMBER,
  /** In the queue, more than twenty before you; whole in itself. */
  FAR_BACK,
  /** "It will take about"; {@link #ONE_MINUTE}, or a number and {@link #MINUTES} follow. */
  ABOUT,
  ONE_MINUTE,
  /** After a number above one. */
  MINUTES,
  /** More than twenty minutes; whole in itself. */
  LONG_WAIT,

  /** Talking and waiting places are taken; 1 to be called back. */
  ALL_BUSY_OFFER,
  /** Talking and waiting places are taken; {@link #CALL_LATER} follows. */
  ALL_BUSY,
  /** The promise is stored: we call back. */
  PROMISE_CONFIRMED,
  /** Please call again later; the call has been noted. */
  CALL_LATER,
  /** Outside opening hours. */
  CLOSED,
  /** Closed by hand, whatever the hours. */
  CLOSED_NOW,
  /** After a closed message: 1 to be called back when it is open. */
  CLOSED_OFFER,
  /** After a message that he can not be taken: 3 to leave a voice message. */
  MESSAGE_OFFER,
  /** Speak after the tone, and hang up or press the hash key. */
  MESSAGE_AFTER_TONE,
  /** The message is recorded. */
  MESSAGE_TAKEN,
  /** "We open again"; a day, {@link #AT} and a time follow. */
  OPENS_AGAIN,
  TODAY,
  TOMORROW,
  ON_MONDAY,
  ON_TUESDAY,
  ON_WEDNESDAY,
  ON_THURSDAY,
  ON_FRIDAY,
  ON_SATURDAY,
  ON_SUNDAY,
  /** "in"; a number and {@link #DAYS} follow. */
  IN,
  DAYS,
  /** "at"; an hour, and minutes unless it is a whole hour, follow. */
  AT,
  /** What is known to be out of order; meant to be replaced by a recording. */
  OUTAGE,
  /** After a long wait: 1 to be called back and keep the place, or go on waiting. */
  STILL_WAITING_OFFER,
  /** After a long wait, when there is no callback to offer. */
  STILL_WAITING,
  /** To a caller who is owed a callback and meets a full queue: place and promise stand. */
  PLACE_AND_PROMISE_STAND,
  GOODBYE,

  /** Type the number you want to be called at, and end with the hash key. */
  NAME_NUMBER,
  /** The typed number may not be called; {@link #NAME_NUMBER} follows. */
  NUMBER_NOT_POSSIBLE,
  /** "You typed"; the digits follow. */
  YOU_TYPED,
  /** 1 if that is right, 2 to type it again. */
  YES_OR_AGAIN,

  /** To a technician at a mobile, before a caller is given to him. */
  TAKE_CALL,
  /** To a technician at a mobile, before somebody is called back. */
  CALLBACK_CONFIRM,
  /** To a technician who has answered: this is a callback, and the caller is dialled now. */
  CALLBACK_TO_TECHNICIAN,
  /** To the technician: the caller was not reached, or does not want to talk. */
  CALLBACK_NOT_REACHED,
  /** To a caller who is called back: who is calling. */
  CALLBACK_GREETING,
  /** 1 to talk, 2 in half an hour, 3 no longer needed. */
  CALLBACK_MENU,
  CALLBACK_LATER,
  CALLBACK_NOT_NEEDED,

  /** To a technician who dialled a code: what came of it. */
  SIGNED_ON,
  SIGNED_OFF,
  PAUSED,
  BACK_FROM_PAUSE,
  WRAP_UP_ENDED,
  OUTAGE_ON,
  OUTAGE_OFF,
  /** 1 to record the outage message; or wait. */
  OUTAGE_RECORD_OFFER,
  /** Speak after the tone, and press the hash key. */
  OUTAGE_RECORD,
  /** After his own words: 1 if callers are to hear that, 2 to speak again. */
  OUTAGE_KEEP_OR_AGAIN,
  /** It was not possible, or is not known here. */
  CODE_REFUSED,
  /** Nobody was there to do it: the engine is away. */
  CODE_NOT_NOW,

  NUMBER_1,
  NUMBER_2,
  NUMBER_3,
  NUMBER_4,
  NUMBER_5,
  NUMBER_6,
  NUMBER_7,
  NUMBER_8,
  NUMBER_9,
  NUMBER_10,
  NUMBER_11,
  NUMBER_12,
  NUMBER_13,
  NUMBER_14,
  NUMBER_15,
  NUMBER_16,
  NUMBER_17,
  NUMBER_18,
  NUMBER_19,
  NUMBER_20,
  /** For times: before single minutes, and at midnight; and in telephone numbers. */
  NUMBER_0,
  NUMBER_30,
  NUMBER_40,
  NUMBER_50;

  private static final int SPOKEN_MAX = 20;

  /** The greatest number that is put together of two. */
  public static final int COUNTED_MAX = 59;

  /**
   * The name of the text and of the sound file without its ending, for example {@code call_later}.
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * "You are number N."
   *
   * @param position from 1
   */
  public static List<Prompt> place(int position) {
    if (position < 1) {
      throw new IllegalArgumentException("a place is from 1: " + position);
    }
    return position > SPOKEN_MAX ? List.of(FAR_BACK) : List.of(YOU_ARE_NUMBER, number(position));
  }

  /** "About M minutes", in begun minutes, at least one. */
  public static List<Prompt> waiting(Duration about) {
    // in seconds first: a wait of 60.4 s is one minute to everybody
    long minutes = Math.max(1, Math.ceilDiv(about.toSeconds(), 60));
    if (minutes > SPOKEN_MAX) {
      return List.of(LONG_WAIT);
    }
    return minutes == 1
        ? List.of(ABOUT, ONE_MINUTE)
        : List.of(ABOUT, number(Math.toIntExact(minutes)), MINUTES);
  }

  /** "eight", "eight thirty", "eight zero five". */
  public static List<Prompt> clock(LocalTime time) {
    List<Prompt> words = new ArrayList<>(counted(time.getHour()));
    if (time.getMinute() > 0) {
      if (time.getMinute() < 10) {
        words.add(NUMBER_0);
      }
      words.addAll(counted(time.getMinute()));
    }
    return words;
  }

  /**
   * A number of one or two words.
   *
   * @param number 0 to {@link #COUNTED_MAX}
   */
  public static List<Prompt> counted(int number) {
    if (number < 0 || number > COUNTED_MAX) {
      throw new IllegalArgumentException("not said: " + number);
    }
    if (number <= SPOKEN_MAX || number % 10 == 0) {
      return List.of(number(number));
    }
    return List.of(number(number / 10 * 10), number(number % 10));
  }

  /** A telephone number, digit by digit. */
  public static List<Prompt> digits(String digits) {
    return digits.chars().mapToObj(digit -> number(Character.digit(digit, 10))).toList();
  }

  private static Prompt number(int number) {
    return valueOf("NUMBER_" + number);
  }
}
