package svara.telephony.asterisk;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.port.PhoneListener;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.PhoneState;

/**
 * The technicians' phones. Busy is a phone with a channel that is no call of Svara's; the device
 * state alone can not tell, since the queue's own calls make it INUSE too, and lags behind the end
 * of one. It tells whether the phone can be reached at all.
 */
final class PhoneBook {
  private final PhoneListener listener;
  private final ExchangeClock clock;
  private final Map<String, TechnicianPhone> byAddress = new LinkedHashMap<>();
  private final Map<String, String> devices = new HashMap<>();
  private final Map<TechnicianId, PhoneState> reported = new HashMap<>();

  /** Channels at observable phones that are no call of Svara's, by Uniqueid. */
  private final Map<String, String> strangers = new HashMap<>();

  PhoneBook(PhoneListener listener, ExchangeClock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  void watch(List<TechnicianPhone> phones) {
    byAddress.clear();
    phones.forEach(phone -> byAddress.put(phone.dial(), phone));
    reportAll();
  }

  void reportAll() {
    reported.clear();
    byAddress.values().forEach(this::report);
  }

  /** The technician who is rung at an address such as {@code PJSIP/201}. */
  Optional<TechnicianId> at(String address) {
    return Optional.ofNullable(byAddress.get(address)).map(TechnicianPhone::technician);
  }

  /** The technician of a leg that was found: by its phone, or by the number behind a trunk. */
  Optional<TechnicianId> of(String channel, @Nullable String number) {
    String address = address(channel);
    Optional<TechnicianId> registered = at(address);
    if (registered.isPresent() || number == null) {
      return registered;
    }
    return at("PJSIP/" + number + address.substring("PJSIP".length()).replace('/', '@'));
  }

  /** {@code PJSIP/201} of the channel {@code PJSIP/201-0000001f}. */
  static String address(String channel) {
    int dash = channel.lastIndexOf('-');
    return dash < 0 ? channel : channel.substring(0, dash);
  }

  /** {@code DeviceStateChange}. */
  void device(String device, String state) {
    devices.put(device, state);
    reportAt(device);
  }

  /** A channel that is no call of Svara's. */
  void stranger(String channel, String uniqueId) {
    String address = address(channel);
    TechnicianPhone phone = byAddress.get(address);
    if (phone != null && phone.observable() && strangers.put(uniqueId, address) == null) {
      report(phone);
    }
  }

  /** It is one of Svara's after all, or gone. */
  void noStranger(String uniqueId) {
    String address = strangers.remove(uniqueId);
    if (address != null) {
      reportAt(address);
    }
  }

  /** What was known before the connection was lost. */
  void forgetStates() {
    devices.clear();
    strangers.clear();
  }

  private void reportAt(String address) {
    TechnicianPhone phone = byAddress.get(address);
    if (phone != null) {
      report(phone);
    }
  }

  private void report(TechnicianPhone phone) {
    PhoneState state = state(phone);
    if (reported.put(phone.technician(), state) != state) {
      listener.phone(phone.technician(), state, clock.now());
    }
  }

  private PhoneState state(TechnicianPhone phone) {
    if (!phone.observable()) {
      return PhoneState.FREE;
    }
    String device = devices.getOrDefault(phone.dial(), "INVALID");
    if (device.equals("UNAVAILABLE") || device.equals("INVALID")) {
      return PhoneState.UNREACHABLE;
    }
    return strangers.containsValue(phone.dial()) ? PhoneState.BUSY : PhoneState.FREE;
  }
}
