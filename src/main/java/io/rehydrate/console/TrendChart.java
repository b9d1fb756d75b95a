package io.rehydrate.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A column for each night.
 *
 * @param bars from left to right
 * @param lines across, from the top
 */
public record TrendChart(
    String title,
    List<Bar> bars,
    List<Line> lines,
    Value first,
    Value last,
    String newest,
    String largest) {
  static final int WIDTH = 420;
  static final int HEIGHT = 150;
  private static final int TOP = 4;
  private static final int WIDEST = 40;
  private static final int LINES = 2;

  /** What a night has, when that was, and on which day. */
  public record Value(String when, String day, double value) {}

  /** A column, in the units of the picture. */
  public record Bar(double x, double y, double width, double height, String text) {}

  /** A line across. */
  public record Line(double y) {}

  static TrendChart of(String title, List<Value> values, DoubleFunction<String> text) {
    double most = Math.max(1e-9, values.stream().mapToDouble(Value::value).max().orElse(0));
    double room = (double) WIDTH / Math.max(1, values.size());
    double width = Math.min(WIDEST, room * 0.7);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      double height = Math.max(1, (HEIGHT - TOP) * value.value() / most);
      bars.add(
          new Bar(
              i * room + (room - width) / 2,
              HEIGHT - height,
              width,
              height,
              value.when() + ": " + text.apply(value.value())));
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      double part = (double) (LINES - i) / LINES;
      lines.add(new Line(HEIGHT - (HEIGHT - TOP) * part));
    }
    Value none = new Value("", "", 0);
    Value last = values.isEmpty() ? none : values.get(values.size() - 1);
    return new TrendChart(
        title,
        bars,
        lines,
        values.isEmpty() ? none : values.get(0),
        last,
        text.apply(last.value()),
        text.apply(most));
  }

  public int width() {
    return WIDTH;
  }

  public int height() {
    return HEIGHT;
  }
}
