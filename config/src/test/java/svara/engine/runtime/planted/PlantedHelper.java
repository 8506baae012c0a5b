package svara.engine.runtime.planted;

import java.sql.Connection;

/** Breaks every rule about libraries and names at once. */
public final class PlantedHelper {
  org.asteriskjava.manager.ManagerConnection manager;
  io.vertx.sqlclient.Pool pool;
  jakarta.mail.Message message;
  org.owasp.html.PolicyFactory sanitizer;
  com.unboundid.ldap.sdk.LDAPConnection directory;
  com.icegreen.greenmail.util.GreenMail mailServer;
  io.vertx.ext.web.Router router;
  com.hazelcast.core.HazelcastInstance hazelcast;
  de.focus_shift.jollyday.core.HolidayManager holidays;
  org.dhatim.fastexcel.Workbook workbook;
  picocli.CommandLine line;
  org.snakeyaml.engine.v2.api.Load yaml;
  ch.qos.logback.classic.Logger logger;
  Connection connection;
  svara.web.planted.PlantedPage page;

  public void rest() throws InterruptedException {
    Thread.sleep(1);
  }
}
