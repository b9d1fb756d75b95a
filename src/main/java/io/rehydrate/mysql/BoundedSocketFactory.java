package io.rehydrate.mysql;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.net.Socket;

/** Makes the driver's sockets by the limits in its properties. The driver makes it by its name. */
public final class BoundedSocketFactory extends StandardSocketFactory {
  static final String LARGEST_ANSWER = "rehydrateLargestAnswer";
  static final String LIFE = "rehydrateLife";

  @Override
  protected Socket createSocket(PropertySet properties) {
    return new BoundedSocket(number(properties, LARGEST_ANSWER), number(properties, LIFE));
  }

  private static long number(PropertySet properties, String name) {
    return Long.parseLong(properties.getStringProperty(name).getValue());
  }
}
