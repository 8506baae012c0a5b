@NullMarked
package svara.engine.runtime;

import org.jspecify.annotations.NullMarked;
