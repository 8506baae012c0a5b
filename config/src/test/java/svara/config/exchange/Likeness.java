package svara.config.exchange;

import java.util.Optional;

/**
 * Finds a known sound in what was heard: spectra in bands, each band's mean taken off, laid over
 * each other at every step and correlated. Coding and loudness do not matter to it, other words or
 * another language do.
 */
final class Likeness {
  /**
   * Above it two pieces are the same sound. Through a real exchange prompts came to 0.95 and more,
   * the other language of the same voice to 0.2 for a sentence and 0.7 for a single word.
   */
  static final double SAME = 0.85;

  private static final int WINDOW = 256;
  private static final int HOP = 160;
  private static final int STEP = 40;
  private static final int BANDS = 16;
  private static final double LOWEST_HERTZ = 200;
  private static final double HIGHEST_HERTZ = 3_400;

  /** Quieter than this is silence, whatever its colour. */
  private static final double FLOOR = 1e5;

  private static final double[][] BAND_SHAPES = bandShapes();
  private static final double[] TAPER = taper();

  private Likeness() {}

  /**
   * Where a sound is the most alike.
   *
   * @param start its first sample in what was heard
   * @param value 1 is the same, 0 is nothing in common
   */
  record Found(int start, double value) {}

  /** The place most like the sought sound; empty when what was heard is shorter. */
  static Optional<Found> best(Sound sought, Sound heard) {
    int frames = (sought.length() - WINDOW) / HOP + 1;
    int steps = (heard.length() - sought.length()) / STEP + 1;
    if (frames < 2 || heard.length() < sought.length()) {
      return Optional.empty();
    }
    double[][] template = new double[frames][];
    for (int i = 0; i < frames; i++) {
      template[i] = bands(sought.samples(), i * HOP);
    }
    centre(template);
    double[][] all = new double[(heard.length() - WINDOW) / STEP + 1][];
    for (int i = 0; i < all.length; i++) {
      all[i] = bands(heard.samples(), i * STEP);
    }
    Found best = new Found(0, -1);
    for (int step = 0; step < steps; step++) {
      double value = correlation(template, all, step);
      if (value > best.value()) {
        best = new Found(step * STEP, value);
      }
    }
    return Optional.of(best);
  }

  /** How alike the best place is; 0 when there is none. */
  static double of(Sound sought, Sound heard) {
    return best(sought, heard).map(Found::value).orElse(0.0);
  }

  /**
   * How long the sought sound lasted in what was heard: from where its first third is found to
   * where its last third ends. Empty when either is not there.
   */
  static Optional<Double> seconds(Sound sought, Sound heard) {
    int third = sought.length() / 3;
    Optional<Found> head = best(sought.part(0, third), heard);
    Optional<Found> tail = best(sought.part(sought.length() - third, sought.length()), heard);
    if (head.isEmpty()
        || tail.isEmpty()
        || head.get().value() < SAME
        || tail.get().value() < SAME) {
      return Optional.empty();
    }
    return Optional.of((double) (tail.get().start() + third - head.get().start()) / Sound.RATE);
  }

  private static double correlation(double[][] template, double[][] all, int step) {
    double[] mean = new double[BANDS];
    for (int i = 0; i < template.length; i++) {
      double[] frame = all[step + i * (HOP / STEP)];
      for (int b = 0; b < BANDS; b++) {
        mean[b] += frame[b] / template.length;
      }
    }
    double both = 0;
    double mine = 0;
    double theirs = 0;
    for (int i = 0; i < template.length; i++) {
      double[] frame = all[step + i * (HOP / STEP)];
      for (int b = 0; b < BANDS; b++) {
        double here = frame[b] - mean[b];
        both += template[i][b] * here;
        mine += template[i][b] * template[i][b];
        theirs += here * here;
      }
    }
    return mine == 0 || theirs == 0 ? 0 : both / Math.sqrt(mine * theirs);
  }

  private static void centre(double[][] frames) {
    for (int b = 0; b < BANDS; b++) {
      double mean = 0;
      for (double[] frame : frames) {
        mean += frame[b] / frames.length;
      }
      for (double[] frame : frames) {
        frame[b] -= mean;
      }
    }
  }

  private static double[] bands(short[] samples, int from) {
    double[] real = new double[WINDOW];
    double[] imaginary = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      real[i] = samples[from + i] * TAPER[i];
    }
    fourier(real, imaginary);
    double[] bands = new double[BANDS];
    for (int b = 0; b < BANDS; b++) {
      double energy = FLOOR;
      for (int k = 0; k < WINDOW / 2; k++) {
        energy += BAND_SHAPES[b][k] * (real[k] * real[k] + imaginary[k] * imaginary[k]);
      }
      bands[b] = Math.log(energy);
    }
    return bands;
  }

  /** In place, radix 2. */
  private static void fourier(double[] real, double[] imaginary) {
    int n = real.length;
    for (int i = 1, j = 0; i < n; i++) {
      int bit = n >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        swap(real, i, j);
        swap(imaginary, i, j);
      }
    }
    for (int size = 2; size <= n; size <<= 1) {
      double angle = -2 * Math.PI / size;
      for (int start = 0; start < n; start += size) {
        for (int k = 0; k < size / 2; k++) {
          butterfly(real, imaginary, start + k, start + k + size / 2, angle * k);
        }
      }
    }
  }

  private static void butterfly(double[] re, double[] im, int a, int b, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double turnedRe = re[b] * cos - im[b] * sin;
    double turnedIm = re[b] * sin + im[b] * cos;
    re[b] = re[a] - turnedRe;
    im[b] = im[a] - turnedIm;
    re[a] += turnedRe;
    im[a] += turnedIm;
  }

  private static void swap(double[] of, int i, int j) {
    double kept = of[i];
    of[i] = of[j];
    of[j] = kept;
  }

  private static double[] taper() {
    double[] taper = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      taper[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW);
    }
    return taper;
  }

  /** Triangles, narrow below and wide above, as the ear has them (mel scale). */
  private static double[][] bandShapes() {
    double low = mel(LOWEST_HERTZ);
    double width = (mel(HIGHEST_HERTZ) - low) / (BANDS + 1);
    double[][] shapes = new double[BANDS][WINDOW / 2];
    for (int b = 0; b < BANDS; b++) {
      double middle = low + (b + 1) * width;
      for (int k = 0; k < WINDOW / 2; k++) {
        double off = Math.abs(mel((double) k * Sound.RATE / WINDOW) - middle) / width;
        shapes[b][k] = Math.max(0, 1 - off);
      }
    }
    return shapes;
  }

  private static double mel(double hertz) {
    return 1127 * Math.log(1 + hertz / 700);
  }
}
