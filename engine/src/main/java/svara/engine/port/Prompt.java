package svara.engine.port;

/** A sound that can be played to a caller; filled in with the prompts. */
public enum Prompt {
  GREETING
}
