package svara.config.exchange;

import java.time.Duration;

/** What breaks, and how it heals. The ids are those of the list of faults. */
enum Fault {
  ENGINE_KILLED("F1", Duration.ofSeconds(2)) {
    @Override
    void strike(FaultScene scene) {
      scene.killEngine();
    }

    @Override
    void heal(FaultScene scene) {
      scene.startEngine();
    }
  },
  ENGINE_KILLED_FOR_A_MINUTE("F1", Duration.ofSeconds(60)) {
    @Override
    void strike(FaultScene scene) {
      scene.killEngine();
    }

    @Override
    void heal(FaultScene scene) {
      scene.startEngine();
    }
  },
  ENGINE_FROZEN("F3", Duration.ofSeconds(90)) {
    @Override
    void strike(FaultScene scene) {
      scene.engine().freeze();
    }

    @Override
    void heal(FaultScene scene) {
      scene.engine().thaw();
    }
  },
  DATABASE_KILLED("F4", Duration.ofSeconds(1)) {
    @Override
    void strike(FaultScene scene) {
      scene.database().killServer();
    }

    @Override
    void heal(FaultScene scene) {
      // what looks after it starts it again
    }
  },
  EXCHANGE_KILLED("F7", Duration.ofSeconds(1)) {
    @Override
    void strike(FaultScene scene) {
      scene.killExchange();
    }

    @Override
    void heal(FaultScene scene) {
      scene.startExchange();
    }

    @Override
    boolean endsCalls() {
      return true;
    }
  },
  AMI_CUT("F7", Duration.ofSeconds(3)) {
    @Override
    void strike(FaultScene scene) {
      scene.ami().cut();
    }

    @Override
    void heal(FaultScene scene) {
      scene.ami().restore();
    }
  },
  AMI_HALF_OPEN("F7", Duration.ofSeconds(20)) {
    @Override
    void strike(FaultScene scene) {
      scene.ami().stall();
    }

    @Override
    void heal(FaultScene scene) {
      scene.ami().resume();
    }
  };

  private final String id;
  private final Duration lasts;

  Fault(String id, Duration lasts) {
    this.id = id;
    this.lasts = lasts;
  }

  String id() {
    return id;
  }

  /** From the strike to the healing. */
  Duration lasts() {
    return lasts;
  }

  abstract void strike(FaultScene scene);

  abstract void heal(FaultScene scene);

  /** Whether those who talk or wait can not stay on the line. */
  boolean endsCalls() {
    return false;
  }
}
