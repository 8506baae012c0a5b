package svara.engine.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.mail.Bounce;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailBody;

@Timeout(30)
class MailReaderTest {
  private static final String PLAIN =
      """
      Message-ID: <1@example.se>
      From: =?utf-8?Q?Eva_Lundstr=C3=B6m?= <Eva.Lund@Example.se>
      Subject: =?iso-8859-1?Q?Skrivaren_g=E5r?=
       =?iso-8859-1?Q?_inte?=
      Content-Type: text/plain; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable

      P=E5 plan 2 st=E5r den still.
      """;

  private final MailReader reader =
      new MailReader(10_000_000, new MailParts.FileLimits(100, 10_000_000));

  private IncomingMail mail(String raw) {
    return reader.read(raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private String flaw(byte[] raw) {
    return reader.read(raw).body().flaw();
  }

  @Test
  void aPlainMailIsReadWithItsLetters() {
    assertEquals(
        new IncomingMail(
            "1@example.se",
            "eva.lund@example.se",
            "Eva Lundström",
            "Skrivaren går inte",
            MailBody.of("På plan 2 står den still."),
            null,
            List.of(),
            null),
        mail(PLAIN));
  }

  @Test
  void thePlainTextIsTakenAndTheAttachmentIsNot() {
    IncomingMail mail =
        mail(
            """
            From: eva.lund@example.se
            Content-Type: multipart/mixed; boundary=a

            --a
            Content-Type: text/plain
            Content-Disposition: attachment; filename=logg.txt

            inte detta
            --a
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/html

            <p>fel</p>
            --b
            Content-Type: text/plain; charset=utf-8

            rätt
            --b--
            --a--
            """);

    assertEquals("rätt", mail.text());
    assertEquals("", mail.messageId());
    assertEquals("", mail.subject());
  }

  @Test
  void htmlAloneBecomesText() {
    IncomingMail mail =
        mail(
            """
            From: eva.lund@example.se
            Content-Type: text/html; charset=utf-8

            <html><head><title>x</title><style>p{}</style></head><body><!-- nej --><p>Hej &amp;
            v&#228;lkommen<br>till&nbsp;oss</p><script>alert(1)</script>&bogus; 1 &lt; 2</body>
            """);

    assertEquals("Hej & välkommen\ntill oss\n&bogus; 1 < 2", mail.text());
  }

  @Test
  void whatAProgramWroteIsSeen() {
    for (String header :
        new String[] {
          "Auto-Submitted: auto-replied",
          "Precedence: bulk",
          "List-Id: <nytt.example.se>",
          "Return-Path: <>",
          "Content-Type: multipart/report; boundary=x; report-type=delivery-status"
        }) {
      assertTrue(mail(header + "\nFrom: eva.lund@example.se\n\nhej\n").automatic(), header);
    }
    assertFalse(mail("Auto-Submitted: no\nFrom: eva.lund@example.se\n\nhej\n").automatic());
  }

  @Test
  void unknownLettersAndBrokenEncodingsStillGiveText() {
    assertEquals(
        "hej",
        mail("From: a@example.se\nContent-Type: text/plain; charset=x-no-such\n\nhej\n").text());
    assertFalse(
        mail("From: a@example.se\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
                + "aGVqIQ==\n")
            .text()
            .isEmpty());
    assertEquals(
        "=?utf-8?X?broken?=",
        mail("From: a@example.se\nSubject: =?utf-8?X?broken?=\n\nhej\n").subject());
  }

  @Test
  void aBrokenBodyStillLeavesSenderAndSubject() {
    IncomingMail mail =
        mail("From: a@example.se\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\nhej\n");

    assertEquals("x", mail.subject());
    assertEquals("hej", mail.text(), "what stands there is read all the same");
    assertEquals("a multipart without parts", mail.body().flaw());
  }

  @Test
  void nothingThatADatabaseCanNotHoldComesThrough() {
    IncomingMail mail =
        mail(
            "From: \"a\u0000b\" <a@example.se>\nSubject: x\u0000y\u0007z\n\nhe\u0000j\u001b[31m\n");

    assertTrue(
        (mail.fromName() + mail.subject() + mail.text()).chars().noneMatch(c -> c < ' '),
        mail.toString());
  }

  @Test
  void whatIsNoMailHasAReason() {
    assertEquals("no headers", flaw(new byte[0]));
    assertEquals("no headers", flaw("\r\n\r\nhej".getBytes(StandardCharsets.UTF_8)));
    assertEquals("no headers", flaw(new byte[10_000_001]));
    IncomingMail nobodys = mail("From: Eva <eva@ex ample>\nSubject: x\n\nhej");
    assertEquals("no sender's address", nobodys.body().flaw());
    assertEquals("", nobodys.from());
    assertEquals("Eva", nobodys.fromName());
    assertEquals("hej", nobodys.text());
  }

  @Test
  void ofAMailBeyondTheLimitsTheHeadersAreRead() {
    IncomingMail large = mail("From: a@example.se\nSubject: x\n\n" + "hej\n".repeat(2_100_000));
    assertEquals("larger than 10000000 bytes", large.body().flaw());
    assertEquals("a@example.se x", large.from() + " " + large.subject());
    assertEquals("", large.text());
  }

  @Test
  void hostileMailEndsInTimeAndMemoryWithTextOrAReason() {
    String from = "From: a@example.se\n";
    StringBuilder nested = new StringBuilder(from);
    for (int i = 0; i < 2_000; i++) {
      nested
          .append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\n\n--b")
          .append(i)
          .append('\n');
    }
    String[] hostile = {
      from + "X: " + "x".repeat(9_000_000) + "\n\nhej",
      from + "x: y\n".repeat(1_000_000) + "\n",
      from + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n".repeat(1_500_000),
      from + "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + "x: y\n".repeat(1_500_000),
      from + "Content-Type: text/html\n\n" + "&".repeat(9_000_000),
      from + "Content-Type: text/html\n\n" + "<".repeat(9_000_000),
      from + "Content-Type: text/html\n\n" + "<br>".repeat(2_000_000),
      from + "Subject: " + "=?utf-8?Q?=41?= ".repeat(15_000) + "\n\nhej",
      "From: " + "a@example.se,".repeat(15_000) + "\n\nhej",
      "From: " + "(".repeat(200_000) + "\n\nhej",
      from + "Content-Type: " + "a/b;c=".repeat(40_000) + "\n\nhej",
      nested.toString()
    };
    for (String raw : hostile) {
      long began = System.nanoTime();
      IncomingMail mail = reader.read(raw.getBytes(StandardCharsets.UTF_8));
      long millis = (System.nanoTime() - began) / 1_000_000;
      assertTrue(millis < 5_000, millis + " ms: " + raw.substring(0, 60));
      assertTrue(mail.text().length() <= 100_000 && mail.subject().length() <= 1_000);
    }
  }

  @Test
  void noDamageMakesItThrow() {
    long seed = 20260302;
    Random random = new Random(seed);
    byte[] whole = PLAIN.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1_000; i++) {
      byte[] damaged = whole.clone();
      for (int n = random.nextInt(8); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertTrue(reader.read(damaged) != null, "seed " + seed);
    }
  }

  @Test
  void aPageOfAMailRunsNothingAndFetchesNothing() {
    String html =
        """
        From: a@example.se
        Content-Type: text/html; charset=utf-8

        <p style="color:red;background:url(https://example.org/b)">Hej</p><script>x()</script>
        <img src="https://example.org/p.png" alt="bild"><a href="javascript:x()">ett</a>
        <a href="https://example.org/">två</a><form action="/x"><input name="y"></form>
        <img src="data:image/svg+xml;base64,eA=="><img src="cid:ingen"><iframe src="x"></iframe>
        <base href="https://example.org/"><link rel="stylesheet" href="https://example.org/c">
        <svg onload="x()"></svg><meta http-equiv="refresh" content="0;url=https://example.org/">
        """;
    String page = reader.page(html.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    String content = page.substring(page.indexOf("<div>"));

    assertTrue(content.contains("<a href=\"https://example.org/\""), content);
    assertTrue(content.contains("color:red"), content);
    assertFalse(
        content.matches(
            "(?s).*(script|onload|src=|action|<base|<link|<meta|<svg|<iframe|url\\().*"),
        content);
    String picture =
        "From: a@example.se\nContent-Type: multipart/related; boundary=b\n\n--b\n"
            + "Content-Type: text/html\n\n<img src='cid:a@x'>\n--b\n"
            + "Content-Type: image/png\nContent-ID: <a@x>\n\nabc\n--b--\n";
    assertTrue(
        reader
            .page(picture.getBytes(StandardCharsets.UTF_8))
            .orElseThrow()
            .contains("<img src=\"data:image/png;base64,YWJj\" />"),
        "its own picture stands in it");
    assertEquals(Optional.empty(), reader.page(PLAIN.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theThreadEndsWithTheMailThatIsAnswered() {
    IncomingMail mail =
        mail(
            """
            From: eva.lund@example.se
            References: <a@example.se> <b@example.se>
             junk <c@example.se>
            In-Reply-To: <b@example.se>

            hej
            """);
    assertEquals(List.of("a@example.se", "c@example.se", "b@example.se"), mail.thread());
  }

  @Test
  void aBounceTellsWhichMailWasRefusedAndWhy() {
    String report =
        """
        From: MAILER-DAEMON@example.org
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b

        Could not be delivered.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; Eva.Lund@example.se
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 no
         such user
        --b
        Content-Type: message/rfc822

        Message-ID: <ours@example.se>
        From: helpdesk@example.se

        Hej
        --b--
        """;
    IncomingMail mail = mail(report);
    assertEquals(
        new Bounce("ours@example.se", "eva.lund@example.se", true, "5.1.1 550 5.1.1 no such user"),
        mail.bounce());
    assertTrue(mail.automatic());
    assertFalse(mail(report.replace("failed", "delayed")).bounce().failed());
    assertEquals(null, mail(report.replace("message/delivery-status", "text/plain")).bounce());
    assertEquals(
        "",
        mail(report.replace("message/rfc822", "image/png")).bounce().original(),
        "only the returned mail names the original");
  }
}
