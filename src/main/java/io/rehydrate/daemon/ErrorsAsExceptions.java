package io.rehydrate.daemon;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Turns an {@link Error} of a step into an exception. Camel's parallel {@code split} (4.18) waits
 * for ever for a piece that ends in an error.
 */
public final class ErrorsAsExceptions implements InterceptStrategy {
  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
          return super.process(exchange, callback);
        } catch (Error e) {
          exchange.setException(RuntimeCamelException.wrapRuntimeCamelException(e));
          callback.done(true);
          return true;
        }
      }
    };
  }
}
