@NullMarked
package svara.engine.queue;

import org.jspecify.annotations.NullMarked;
