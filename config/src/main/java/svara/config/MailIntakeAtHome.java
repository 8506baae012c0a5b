package svara.config;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import svara.engine.port.MailIntake;

/** Mail that is taken where the engine lives, whoever brings it. */
record MailIntakeAtHome(MailIntake intake, NodeMail.Home home) implements MailIntake {
  @Override
  public Future<Taken> take(String mailbox, Buffer raw) {
    return home.onContext(() -> intake.take(mailbox, raw));
  }

  @Override
  public Future<Taken> take(Fetched mail) {
    return home.onContext(() -> intake.take(mail));
  }

  @Override
  public Future<Long> begin() {
    return home.onContext(intake::begin);
  }

  @Override
  public Future<Void> piece(long large, int number, Buffer bytes) {
    return home.onContext(() -> intake.piece(large, number, bytes));
  }
}
