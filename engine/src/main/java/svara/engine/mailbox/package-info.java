@NullMarked
package svara.engine.mailbox;

import org.jspecify.annotations.NullMarked;
