package io.rehydrate.mysql;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * A socket to a server that may send anything: one answer has a largest size, and the whole session
 * may have an end. The driver keeps each answer in memory, and waits as long as bytes come.
 */
final class BoundedSocket extends Socket {
  static final String TOO_LARGE = "the answer is larger than any that is expected";

  private final long largestAnswer;
  private final long end;
  private long answered;
  private int timeout;

  /**
   * @param largestAnswer in bytes; 0: no limit
   * @param life in milliseconds from now; 0: no limit
   */
  BoundedSocket(long largestAnswer, long life) {
    this.largestAnswer = largestAnswer;
    this.end = life == 0 ? 0 : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(life);
  }

  @Override
  public synchronized void setSoTimeout(int milliseconds) throws SocketException {
    timeout = milliseconds;
    super.setSoTimeout(milliseconds);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        beforeReading();
        return received(super.read(buffer, offset, length));
      }

      @Override
      public long skip(long n) throws IOException {
        beforeReading();
        return Math.max(0, received(super.read(new byte[(int) Math.min(n, 8192)])));
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        answered = 0;
        out.write(buffer, offset, length);
      }
    };
  }

  private void beforeReading() throws IOException {
    if (end == 0) {
      return;
    }
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("the session's time is over");
    }
    int atMost = (int) Math.min(left, Integer.MAX_VALUE);
    super.setSoTimeout(timeout == 0 ? atMost : Math.min(timeout, atMost));
  }

  private int received(int bytes) throws IOException {
    answered += Math.max(0, bytes);
    if (largestAnswer != 0 && answered > largestAnswer) {
      close();
      throw new IOException(TOO_LARGE);
    }
    return bytes;
  }
}
