package svara.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.id.TicketNumber;
import svara.engine.port.DeskStore.Draft;
import svara.engine.port.DeskStore.SavedView;
import svara.engine.port.DeskStore.Template;

/** What every {@link DeskStore} promises. */
@Timeout(30)
public abstract class DeskStoreContract {
  private static final Instant START = Instant.parse("2026-03-04T08:00:00Z");

  protected abstract DeskStore store();

  /** A ticket that is there. */
  protected abstract TicketNumber ticket();

  @Test
  void aDraftIsItsWritersAloneAndTheLastOneCounts() {
    TicketNumber ticket = ticket();
    store().keep("anna", ticket, new Draft("reply", "Hej", START)).await();
    Draft last = new Draft("note", "Ring först", START.plusSeconds(1));
    store().keep("anna", ticket, last).await();
    assertEquals(Optional.of(last), store().draft("anna", ticket).await());
    assertEquals(Optional.empty(), store().draft("bo", ticket).await());
    store().keep("anna", ticket, new Draft("note", " ", START)).await();
    assertEquals(Optional.empty(), store().draft("anna", ticket).await());
  }

  @Test
  void aTemplateIsAddedChangedAndRemoved() {
    Template added = store().save(null, "Lösenord", "Hej {namn}", START).await().orElseThrow();
    assertTrue(store().templates().await().contains(added));
    Template changed =
        store().save(added.id(), "Lösenord", "Hej!", START.plusSeconds(1)).await().orElseThrow();
    assertEquals("Hej!", changed.body());
    assertTrue(store().remove(added.id()).await());
    assertFalse(store().remove(added.id()).await());
    assertEquals(Optional.empty(), store().save(added.id(), "x", "y", START).await());
    assertTrue(store().templates().await().stream().noneMatch(t -> t.id() == added.id()));
  }

  @Test
  void aViewIsKeptUnderItsNameForWhoKeptIt() {
    assertTrue(store().keep("anna", new SavedView("Skolorna", "view=open")).await());
    assertTrue(store().keep("anna", new SavedView("Skolorna", "view=all&tag=skola")).await());
    assertEquals(
        List.of(new SavedView("Skolorna", "view=all&tag=skola")), store().views("anna").await());
    assertEquals(List.of(), store().views("bo").await());
    assertFalse(store().remove("bo", "Skolorna").await());
    assertTrue(store().remove("anna", "Skolorna").await());
  }

  @Test
  void nobodyKeepsMoreViewsThanThereMayBe() {
    for (int i = 0; i < DeskStore.VIEWS_MAX; i++) {
      assertTrue(store().keep("many", new SavedView("v" + i, "view=all")).await());
    }
    assertFalse(store().keep("many", new SavedView("one more", "view=all")).await());
    assertTrue(store().keep("many", new SavedView("v1", "view=open")).await());
  }
}
