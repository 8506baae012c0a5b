package svara.telephony.simulated;

/** A call that a technician is in. */
interface Talk {
  void technicianHungUp(SimulatedTechnician technician);
}
