package io.rehydrate.daemon;

import io.rehydrate.error.FailurePlace;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Has every step of a route note where it is when it fails. */
final class FailurePlaces implements InterceptStrategy {
  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
    return new Noting(target, place(definition));
  }

  private static String place(NamedNode step) {
    String route =
        step instanceof org.apache.camel.model.ProcessorDefinition<?> definition
            ? ProcessorDefinitionHelper.getRouteId(definition)
            : null;
    String file = String.valueOf(step.getLocation()).replaceFirst("^.*/(?=[^/]*/[^/]*$)", "");
    String at = step.getLineNumber() > 0 ? " (" + file + ":" + step.getLineNumber() + ")" : "";
    return "the route " + route + ", step " + step.getId() + at;
  }

  private static final class Noting extends DelegateAsyncProcessor {
    private final String place;

    Noting(Processor processor, String place) {
      super(processor);
      this.place = place;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      Exception before = exchange.getException();
      return super.process(
          exchange,
          doneSync -> {
            Exception failure = exchange.getException();
            if (failure != null && failure != before) {
              FailurePlace.note(failure, place);
            }
            callback.done(doneSync);
          });
    }
  }
}
