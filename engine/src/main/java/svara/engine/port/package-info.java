@NullMarked
package svara.engine.port;

import org.jspecify.annotations.NullMarked;
