/** How the parts are put together, and the command line. Nothing else depends on this package. */
@NullMarked
package svara.config;

import org.jspecify.annotations.NullMarked;
