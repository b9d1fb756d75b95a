package io.rehydrate.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The mark {@code <FILL IN: ...>}: of a value that a person has to write, in whatever file. */
public final class FillIn {
  private static final Pattern MARK = Pattern.compile("<FILL IN: ([^<>\\n]*)>");
  private static final int LARGEST = 1024 * 1024;

  private FillIn() {}

  /**
   * A line with a mark.
   *
   * @param line from 1
   * @param text the whole line
   */
  public record Place(Path file, int line, String text) {
    /** What is asked for there. */
    public String wanted() {
      return String.join(", ", MARK.matcher(text).results().map(mark -> mark.group(1)).toList());
    }

    /** As editors and compilers write it. */
    public String place() {
      return file + ":" + line;
    }
  }

  static String mark(String what) {
    return "<FILL IN: " + what + ">";
  }

  static boolean isIn(String text) {
    return MARK.matcher(text).find();
  }

  /** The marks of a text, comments aside; {@code file} is where the text is from. */
  public static List<Place> in(Path file, String text) {
    List<Place> places = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (isIn(line) && !line.stripLeading().startsWith("#")) {
        places.add(new Place(file, number, line));
      }
    }
    return places;
  }

  /** As {@link #in(Path, String)}; a file that can't be read as text has none. */
  static List<Place> in(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return List.of();
      }
      return in(file, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return List.of();
    }
  }
}
