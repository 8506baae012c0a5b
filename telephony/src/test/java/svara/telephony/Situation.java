package svara.telephony;

/** What may be the case when the engine asks something of the exchange. */
enum Situation {
  SUCCEEDS,
  CALLER_GONE_BEFORE,
  CALLER_GONE_DURING,
  NO_ANSWER_IN_TIME,
  ASKED_TWICE,
  CONNECTION_LOST_AND_BACK
}
