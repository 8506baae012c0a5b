@NullMarked
package svara.telephony.simulated;

import org.jspecify.annotations.NullMarked;
