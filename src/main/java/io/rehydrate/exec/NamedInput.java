package io.rehydrate.exec;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** SQL for a client program that can say which file a line of it is from. */
public abstract class NamedInput extends InputStream {

  /**
   * Where a program is, or was when it failed.
   *
   * @param line counted over all that the program was given, from 1; empty: where reading is now
   * @return a file's name, and a line of it where that is known
   */
  public abstract String place(OptionalLong line);

  /** One file. */
  public static NamedInput of(String name, InputStream in) {
    return new OneFile(name, in);
  }

  private static final class OneFile extends NamedInput {
    private final String name;
    private final InputStream in;

    OneFile(String name, InputStream in) {
      this.name = name;
      this.in = in;
    }

    @Override
    public String place(OptionalLong line) {
      return line.isPresent() ? name + ", line " + line.getAsLong() : name;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
