package io.rehydrate.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.reifier.SplitReifier;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * What {@code split} with {@code parallelProcessing}, {@code stopOnException} and an {@code
 * executorService} does in a route. Camel's own (4.18) waits for ever for a piece that ends in an
 * {@link Error}, such as for want of memory. This one tells it.
 */
final class ParallelSplit extends ServiceSupport implements Processor, Navigate<Processor> {
  private static final AtomicBoolean REGISTERED = new AtomicBoolean();

  private final CamelContext context;
  private final Expression pieces;
  private final AsyncProcessor steps;
  private final ExecutorService workers;

  private ParallelSplit(
      CamelContext context, Expression pieces, AsyncProcessor steps, ExecutorService workers) {
    this.context = context;
    this.pieces = pieces;
    this.steps = steps;
    this.workers = workers;
  }

  /** From now on routes are built with it. */
  static void register() {
    if (REGISTERED.compareAndSet(false, true)) {
      ProcessorReifier.registerReifier(SplitDefinition.class, Reifier::new);
    }
  }

  /** The first failure is the split's, at once; pieces that have not begun never do. */
  @Override
  public void process(Exchange exchange) {
    List<Object> bodies = new ArrayList<>();
    ObjectHelper.createIterable(pieces.evaluate(exchange, Object.class)).forEach(bodies::add);
    CompletionService<Exchange> running = new ExecutorCompletionService<>(workers);
    AtomicBoolean failed = new AtomicBoolean();
    for (Object body : bodies) {
      Exchange piece = ExchangeHelper.createCorrelatedCopy(exchange, false);
      piece.getMessage().setBody(body);
      running.submit(() -> failed.get() ? piece : carry(piece, failed));
    }
    for (int ended = 0; ended < bodies.size() && exchange.getException() == null; ended++) {
      exchange.setException(ended(running));
    }
    failed.compareAndSet(false, exchange.getException() != null);
  }

  private Exchange carry(Exchange piece, AtomicBoolean failed) {
    PluginHelper.getAsyncProcessorAwaitManager(context).process(steps, piece);
    failed.compareAndSet(false, piece.getException() != null);
    return piece;
  }

  /** Waits for the next piece to end; each has its own deadline. */
  private static Exception ended(CompletionService<Exchange> running) {
    try {
      return running.take().get().getException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    } catch (ExecutionException e) {
      return RuntimeCamelException.wrapRuntimeException(e.getCause());
    }
  }

  @Override
  protected void doStart() {
    ServiceHelper.startService(steps);
  }

  @Override
  protected void doStop() {
    ServiceHelper.stopService(steps);
  }

  @Override
  public List<Processor> next() {
    return List.of(steps);
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  /** Builds the step out of a route; what asks for more than it does gets Camel's own. */
  private static final class Reifier extends SplitReifier {
    Reifier(Route route, ProcessorDefinition<?> definition) {
      super(route, definition);
    }

    @Override
    public Processor createProcessor() throws Exception {
      if (!isPlain()) {
        return super.createProcessor();
      }
      CamelContext context = route.getCamelContext();
      AsyncProcessor steps =
          PluginHelper.getInternalProcessorFactory(context)
              .addUnitOfWorkProcessorAdvice(context, createChildProcessor(true), route);
      return new ParallelSplit(
          context,
          createExpression(definition.getExpression()),
          steps,
          getConfiguredExecutorService("Split", definition, true));
    }

    private boolean isPlain() {
      return parseBoolean(definition.getParallelProcessing(), false)
          && parseBoolean(definition.getStopOnException(), false)
          && !willCreateNewThreadPool(definition, true)
          && definition.getAggregationStrategyBean() == null
          && definition.getAggregationStrategy() == null
          && definition.getTimeout() == null
          && definition.getStreaming() == null
          && definition.getOnPrepare() == null
          && definition.getShareUnitOfWork() == null
          && definition.getDelimiter() == null;
    }
  }
}
