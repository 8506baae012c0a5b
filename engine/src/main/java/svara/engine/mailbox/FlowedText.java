package svara.engine.mailbox;

/** Joins lines that a program broke only to keep them short (RFC 3676, 4). */
final class FlowedText {
  private FlowedText() {}

  /**
   * The text with its paragraphs as lines.
   *
   * @param deletesSpace the space before the break was put there by the program, too (DelSp)
   */
  static String of(String text, boolean deletesSpace) {
    StringBuilder whole = new StringBuilder();
    int depthBefore = -1;
    for (String line : text.replace("\r\n", "\n").split("\n", -1)) {
      int depth = depth(line);
      String words = line.substring(depth);
      words = words.startsWith(" ") ? words.substring(1) : words;
      boolean signature = words.equals("-- ");
      boolean goesOn = depthBefore == depth && !signature;
      if (!goesOn) {
        whole.append(whole.isEmpty() ? "" : "\n").append(">".repeat(depth));
        whole.append(depth > 0 ? " " : "");
      }
      boolean flows = words.endsWith(" ") && !signature;
      whole.append(flows && deletesSpace ? words.substring(0, words.length() - 1) : words);
      depthBefore = flows ? depth : -1;
    }
    return whole.toString();
  }

  private static int depth(String line) {
    int depth = 0;
    while (depth < line.length() && line.charAt(depth) == '>') {
      depth++;
    }
    return depth;
  }
}
