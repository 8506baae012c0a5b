/** People and the numbers they call from: what a shown number is, and whom it stands for. Pure. */
@NullMarked
package svara.engine.people;

import org.jspecify.annotations.NullMarked;
