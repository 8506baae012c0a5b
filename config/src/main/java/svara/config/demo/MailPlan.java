package svara.config.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who writes to the helpdesk in a working day, decided by a seed; the first within moments. */
final class MailPlan {
  private static final double DAY_SECONDS = 8 * 3600;
  private static final Duration FIRST = Duration.ofSeconds(5);

  private record Letter(String name, String address, String subject, String text) {}

  private static final List<Letter> LETTERS =
      List.of(
          new Letter(
              "Ingrid Ström",
              "ingrid.strom@example.se",
              "Skrivaren på plan 2 drar snett",
              "Hej!\n\nSedan i morse drar skrivaren vid trapphuset snett på alla papper.\n\n/Ingrid"),
          new Letter(
              "Omar Haddad",
              "omar.haddad@example.se",
              "Ny medarbetare på måndag",
              "Vi får en ny kollega på måndag. Kan ni lägga upp ett konto och ge behörighet till"
                  + " ärendesystemet?\n\nVänliga hälsningar\nOmar Haddad\nSocialförvaltningen"),
          new Letter(
              "Kerstin Åberg",
              "kerstin.aberg@example.se",
              "Glömt lösenordet till lönesystemet",
              "Hej, jag kommer inte in i lönesystemet efter semestern. Ring mig gärna, anknytning"
                  + " 417."),
          new Letter(
              "Leif Östman",
              "leif.ostman@example.se",
              "Projektorn i Björken",
              "Bilden är grön. Vi har nämndsammanträde i salen i eftermiddag klockan 13."),
          new Letter(
              "Sofia Nyman",
              "sofia.nyman@example.se",
              "Mejlen går långsamt",
              "Det tar flera minuter att öppna ett mejl med bilaga. Gäller hela förskolan."),
          new Letter(
              "Johan Falk",
              "johan.falk@example.se",
              "Beställa en bildskärm till",
              "Hej, jag behöver en bildskärm till på mitt rum. Hur gör jag?"),
          new Letter(
              "Maria Ek",
              "maria.ek@example.se",
              "Delad mapp för budgeten",
              "Kan ni skapa en mapp som ekonomerna och förvaltningscheferna når?"),
          new Letter(
              "Per Sand",
              "per.sand@example.se",
              "Telefonen ringer inte",
              "Min bordstelefon visar samtalet men ger ingen signal ifrån sig."));

  private MailPlan() {}

  /**
   * One day.
   *
   * @param speed how much faster than real time mails come
   */
  static List<PlannedMail> of(RandomGenerator random, double speed) {
    List<PlannedMail> mails = new ArrayList<>();
    for (Letter letter : LETTERS) {
      double at = DAY_SECONDS * random.nextDouble() / speed;
      Duration after =
          mails.isEmpty() ? FIRST : Duration.ofMillis(Math.round(1000 * at)).plus(FIRST);
      mails.add(
          new PlannedMail(after, letter.name(), letter.address(), letter.subject(), letter.text()));
    }
    mails.sort(Comparator.comparing(PlannedMail::after));
    return mails;
  }
}
