@NullMarked
package svara.engine.mail;

import org.jspecify.annotations.NullMarked;
