/**
 * A real exchange for tests: an Asterisk of its own in a folder, phones that do what they are told
 * while a call lives, and a proxy that cuts or stalls the engine's connection.
 */
package svara.telephony.asterisk;
