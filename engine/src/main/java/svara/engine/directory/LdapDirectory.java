package svara.engine.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.JVMDefaultTrustManager;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import svara.engine.people.DirectoryEntry;

/** Reads all people of a directory, page by page (RFC 2696). Blocks. */
public final class LdapDirectory {
  private static final int PAGE = 500;
  private static final int CONNECT_MILLIS_MAX = 10_000;
  private static final int MESSAGE_BYTES_MAX = 5_000_000;

  /** Active Directory: the account is closed (ADS_UF_ACCOUNTDISABLE, MS-ADTS 2.2.16). */
  private static final int DISABLED = 0x2;

  private static final String ACCOUNT_CONTROL = "userAccountControl";

  /** A binary attribute of Active Directory: a GUID whose first three fields are little-endian. */
  private static final String GUID = "objectGUID";

  private final DirectoryAccess access;

  public LdapDirectory(DirectoryAccess access) {
    this.access = access;
  }

  /**
   * Everybody, or nobody: half an answer is none.
   *
   * @throws DirectoryException in words for people
   */
  public List<DirectoryEntry> read() throws DirectoryException {
    try (LDAPConnection connection = connect()) {
      List<DirectoryEntry> people = all(connection);
      if (people.isEmpty()) {
        throw new DirectoryException(
            "the directory %s answers, but names nobody: check directory.base and directory.filter"
                .formatted(access));
      }
      return people;
    } catch (LDAPException e) {
      throw new DirectoryException(
          "the directory %s can not be read: %s".formatted(access, words(e)), e);
    } catch (GeneralSecurityException e) {
      throw new DirectoryException(
          "the directory's certificate can not be checked; look at directory.trust: "
              + e.getMessage(),
          e);
    }
  }

  private static String words(LDAPException e) {
    String message = e.getDiagnosticMessage() == null ? e.getMessage() : e.getDiagnosticMessage();
    String text = message == null ? "" : message.replaceAll("\\p{Cntrl}", " ");
    return e.getResultCode().getName()
        + ", "
        + (text.length() > 300 ? text.substring(0, 300) + "…" : text);
  }

  private LDAPConnection connect() throws LDAPException, GeneralSecurityException {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis(CONNECT_MILLIS_MAX);
    options.setResponseTimeoutMillis(access.answerMax().toMillis());
    options.setMaxMessageSize(MESSAGE_BYTES_MAX);
    // another server might be anybody's
    options.setFollowReferrals(false);
    LDAPConnection connection =
        access.security() == DirectoryAccess.Security.TLS
            ? new LDAPConnection(tls().createSSLSocketFactory(), options)
            : new LDAPConnection(options);
    try {
      connection.connect(access.host(), access.port());
      if (access.security() == DirectoryAccess.Security.STARTTLS) {
        connection.processExtendedOperation(new StartTLSExtendedRequest(tls().createSSLContext()));
      }
      checkName(connection);
      if (!access.user().isEmpty()) {
        connection.bind(access.user(), access.password());
      }
      return connection;
    } catch (LDAPException | GeneralSecurityException e) {
      connection.close();
      throw e;
    }
  }

  /** One check however the connection came to be protected, and before the password is sent. */
  private void checkName(LDAPConnection connection) throws GeneralSecurityException {
    if (access.security() == DirectoryAccess.Security.PLAIN) {
      return;
    }
    SSLSession session = connection.getSSLSession();
    if (session == null || !new HostNameSSLSocketVerifier(true).verify(access.host(), session)) {
      throw new GeneralSecurityException(
          "it is not for " + access.host() + ": name the server as its certificate does");
    }
  }

  private SSLUtil tls() throws GeneralSecurityException {
    return new SSLUtil(
        access.trust() == null
            ? JVMDefaultTrustManager.getInstance()
            : new PEMFileTrustManager(access.trust().toFile()));
  }

  private List<DirectoryEntry> all(LDAPConnection connection)
      throws LDAPException, DirectoryException {
    SearchRequest search =
        new SearchRequest(access.base(), SearchScope.SUB, access.filter(), attributes());
    List<DirectoryEntry> people = new ArrayList<>();
    @Nullable ASN1OctetString cookie = null;
    do {
      search.replaceControl(new SimplePagedResultsControl(PAGE, cookie, true));
      // a result other than success is an LDAPException, also in the midst of the pages
      SearchResult page = connection.search(search);
      for (Entry entry : Objects.requireNonNull(page.getSearchEntries())) {
        people.add(entry(entry));
      }
      if (people.size() > access.entriesMax()) {
        throw new DirectoryException(
            "the directory %s names more than %d: check directory.base and directory.filter"
                .formatted(access, access.entriesMax()));
      }
      SimplePagedResultsControl more = SimplePagedResultsControl.get(page);
      cookie = more != null && more.moreResultsToReturn() ? more.getCookie() : null;
    } while (cookie != null);
    return people;
  }

  private String[] attributes() {
    Set<String> names = new LinkedHashSet<>();
    Stream.of(
            access.id(),
            access.email(),
            access.name(),
            access.department(),
            access.numbers(),
            access.aliases(),
            access.manager(),
            List.of(ACCOUNT_CONTROL))
        .forEach(names::addAll);
    return names.toArray(String[]::new);
  }

  private DirectoryEntry entry(Entry entry) {
    String manager = first(entry, access.manager());
    return new DirectoryEntry(
        id(entry),
        normal(entry.getDN()),
        first(entry, access.email()),
        first(entry, access.name()),
        first(entry, access.department()),
        every(entry, access.numbers()),
        every(entry, access.aliases()),
        manager.isEmpty() ? null : normal(manager),
        disabled(entry));
  }

  /** One spelling of a distinguished name (RFC 4514): blanks and letters differ. */
  private static String normal(String place) {
    try {
      return DN.normalize(place);
    } catch (LDAPException _) {
      return place;
    }
  }

  private String id(Entry entry) {
    for (String name : access.id()) {
      if (name.equalsIgnoreCase(GUID)) {
        byte[] guid = entry.getAttributeValueBytes(name);
        if (guid != null) {
          return guid(guid);
        }
      } else {
        String value = entry.getAttributeValue(name);
        if (value != null) {
          return value.strip();
        }
      }
    }
    return "";
  }

  private static String guid(byte[] bytes) {
    if (bytes.length != 16) {
      return "";
    }
    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long first = fields.getInt() & 0xffff_ffffL;
    long second = fields.getShort() & 0xffffL;
    long third = fields.getShort() & 0xffffL;
    long rest = fields.order(ByteOrder.BIG_ENDIAN).getLong();
    return new UUID(first << 32 | second << 16 | third, rest).toString();
  }

  private static String first(Entry entry, List<String> names) {
    for (String name : names) {
      String value = entry.getAttributeValue(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return "";
  }

  private static List<String> every(Entry entry, List<String> names) {
    List<String> values = new ArrayList<>();
    for (String name : names) {
      String[] all = entry.getAttributeValues(name);
      if (all != null) {
        values.addAll(List.of(all));
      }
    }
    return values;
  }

  private static boolean disabled(Entry entry) {
    Integer control = entry.getAttributeValueAsInteger(ACCOUNT_CONTROL);
    return control != null && (control & DISABLED) != 0;
  }
}
