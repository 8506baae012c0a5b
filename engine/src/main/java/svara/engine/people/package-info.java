/** People and the numbers they call from. Pure: libphonenumber's data is all it leans on. */
@NullMarked
package svara.engine.people;

import org.jspecify.annotations.NullMarked;
