@NullMarked
package svara.engine.calendar;

import org.jspecify.annotations.NullMarked;
