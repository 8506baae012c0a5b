@NullMarked
package svara.telephony.asterisk;

import org.jspecify.annotations.NullMarked;
