package io.rehydrate.daemon;

import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.LoggedRun;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Has every step of a route work for the run in the variable {@code run}, on whatever thread it is
 * done. Camel's own logging context knows exchanges and routes, and no variable.
 */
final class RunInLogs implements InterceptStrategy {
  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode node, Processor target, Processor next) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        if (exchange.getVariable("run") instanceof ActiveRun run) {
          try (LoggedRun during = LoggedRun.of(run.id())) {
            return super.process(exchange, callback);
          }
        }
        return super.process(exchange, callback);
      }
    };
  }
}
