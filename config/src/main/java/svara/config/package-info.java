@NullMarked
package svara.config;

import org.jspecify.annotations.NullMarked;
