/**
 * People from an LDAP directory or Active Directory (RFC 4511), read and compared, never written.
 */
@NullMarked
package svara.engine.directory;

import org.jspecify.annotations.NullMarked;
