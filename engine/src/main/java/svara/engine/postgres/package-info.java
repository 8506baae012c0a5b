@NullMarked
package svara.engine.postgres;

import org.jspecify.annotations.NullMarked;
