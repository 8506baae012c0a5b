package svara.telephony.simulated;

/** What a caller hears. */
public enum Sound {
  NOTHING,
  RINGING,
  PROMPT,
  MUSIC,
  PERSON
}
