/**
 * HTTP: the API, live updates and the console's files. Talks to the engine through its ports alone
 * and keeps no truth of its own: what it holds (news for late readers, used sign-in codes) may be
 * lost at any moment.
 */
@NullMarked
package svara.web;

import org.jspecify.annotations.NullMarked;
