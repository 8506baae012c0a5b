@NullMarked
package svara.engine.ticket;

import org.jspecify.annotations.NullMarked;
