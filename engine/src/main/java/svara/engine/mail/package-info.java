/**
 * Which ticket a mail belongs to, and whether it may be answered. Pure: what is known of tickets
 * comes in.
 */
@NullMarked
package svara.engine.mail;

import org.jspecify.annotations.NullMarked;
