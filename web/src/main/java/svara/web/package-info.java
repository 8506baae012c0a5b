@NullMarked
package svara.web;

import org.jspecify.annotations.NullMarked;
