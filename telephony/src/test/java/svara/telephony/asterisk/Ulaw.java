package svara.telephony.asterisk;

/** G.711 u-law (ITU-T G.711). */
final class Ulaw {
  private static final int BIAS = 0x84;
  private static final int CLIP = 32635;

  private Ulaw() {}

  static byte encode(int sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int value = Math.min(CLIP, Math.abs(sample)) + BIAS;
    int exponent = 7;
    for (int mask = 0x4000; exponent > 0 && (value & mask) == 0; mask >>= 1) {
      exponent--;
    }
    int mantissa = value >> (exponent + 3) & 0x0f;
    return (byte) ~(sign | exponent << 4 | mantissa);
  }

  static int decode(byte coded) {
    int value = ~coded & 0xff;
    int sample = (((value & 0x0f) << 3) + BIAS << (value >> 4 & 7)) - BIAS;
    return (value & 0x80) != 0 ? -sample : sample;
  }
}
