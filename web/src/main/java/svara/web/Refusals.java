package svara.web;

import svara.engine.queue.Refusal;

/** What a queue refused, in words for those who asked. */
final class Refusals {
  private Refusals() {}

  /** 404 for what is not there, 422 for numbers that are never called, 409 as things stand. */
  static Problem problem(Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN_CALLBACK -> unknownCallback();
      case UNKNOWN_TECHNICIAN ->
          Problem.notFound("unknown_technician", "The queue has no such technician.");
      case UNKNOWN_CALL -> Problem.notFound("unknown_call", "The queue has no such call.");
      case NUMBER_NOT_USABLE -> never(refusal, "Many people call from this number.");
      case NUMBER_EMERGENCY_OR_SHORT ->
          never(refusal, "Emergency and short numbers are never dialled.");
      case NUMBER_DENIED -> never(refusal, "The settings deny numbers that begin so.");
      case NUMBER_NOT_INTERNAL -> never(refusal, "The internal plan has no such extension.");
      case NUMBER_MALFORMED -> never(refusal, "This is no valid telephone number.");
      case NUMBER_NOT_ALLOWED ->
          never(refusal, "Numbers of this kind or country are not dialled by the settings.");
      case NUMBER_LIMIT ->
          now(refusal, "The number has been dialled as often today as a number may be.");
      case HOUR_LIMIT ->
          now(refusal, "As many numbers have been dialled within the hour as may be.");
      case DIALLING_STOPPED -> now(refusal, "All dialling is stopped.");
      case OUTSIDE_HOURS -> now(refusal, "Nobody is called at this time.");
      case CALLBACKS_FULL -> now(refusal, "There are as many open callbacks as may be promised.");
      case CALLBACK_UNDER_WAY -> now(refusal, "A technician has the callback in hand.");
      case TECHNICIAN_NOT_FREE ->
          now(refusal, "The technician is off duty, on a call, or the phone is not free.");
      case NO_PLACE -> now(refusal, "All talking places are taken.");
      case NOT_TO_BE_TAKEN ->
          now(
              refusal,
              "Callers are taken beyond the places when all are taken, and by the settings.");
      case STALE, KEY_WITHOUT_MEANING -> now(refusal, "The queue refuses this as things stand.");
    };
  }

  static Problem unknownCallback() {
    return Problem.notFound("unknown_callback", "There is no such open callback.");
  }

  private static Problem never(Refusal refusal, String detail) {
    return new Problem(422, CallerJson.word(refusal), detail);
  }

  private static Problem now(Refusal refusal, String detail) {
    return new Problem(409, CallerJson.word(refusal), detail);
  }
}
