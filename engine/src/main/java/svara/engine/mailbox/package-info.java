/**
 * Reads mail as it comes over the wire. Whatever is in it, reading ends in bounded time and memory
 * with what could be read or with a reason why not.
 */
@NullMarked
package svara.engine.mailbox;

import org.jspecify.annotations.NullMarked;
