@NullMarked
package svara.engine.statistics;

import org.jspecify.annotations.NullMarked;
