package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ParallelSplitTest {
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private CamelContext context;

  @BeforeEach
  void start() {
    context = new DefaultCamelContext();
    context.getCamelContextExtension().addInterceptStrategy(new ErrorsAsExceptions());
    context.getRegistry().bind("workers", workers);
  }

  @AfterEach
  void stop() {
    context.stop();
    workers.shutdownNow();
  }

  private Exchange split(Processor step, List<?> pieces) throws Exception {
    if (context.getRoutes().isEmpty()) {
      // a class of routes would be found by the other tests of this package
      RouteBuilder.addRoutes(
          context,
          routes -> {
            routes
                .from("direct:split")
                .errorHandler(routes.noErrorHandler())
                .setVariable("whose", routes.constant("the split's"))
                .split(routes.body())
                .parallelProcessing()
                .stopOnException()
                .executorService("#workers")
                .to("direct:piece")
                .end()
                .setHeader("after", routes.constant("reached"));
            routes.from("direct:piece").errorHandler(routes.noErrorHandler()).process(step);
          });
      context.start();
    }
    return context
        .createProducerTemplate()
        .send("direct:split", e -> e.getMessage().setBody(pieces));
  }

  @Test
  void pieces_that_end_at_the_same_moment_are_all_waited_for() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    AtomicInteger done = new AtomicInteger();
    Processor step =
        piece -> {
          done.incrementAndGet();
          together.await(30, TimeUnit.SECONDS);
        };

    for (int round = 0; round < 500; round++) {
      assertThat(split(step, List.of(1, 2)).getMessage().getHeader("after")).isEqualTo("reached");
    }

    assertThat(done).hasValue(1_000);
  }

  @Test
  void a_failure_ends_it_at_once_and_what_has_not_begun_never_does() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    Processor step =
        piece -> {
          begun.incrementAndGet();
          if (piece.getMessage().getBody(int.class) == 1) {
            throw new IllegalStateException("the first piece");
          }
          ended.await(60, TimeUnit.SECONDS); // the other worker is busy until the split has failed
        };

    Exchange result = split(step, IntStream.rangeClosed(0, 50).boxed().toList());
    ended.countDown();

    assertThat(result.getException()).hasRootCauseMessage("the first piece");
    assertThat(result.getMessage().getHeader("after")).isNull();
    workers.shutdown();
    assertThat(workers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(begun).hasValue(2);
  }

  @Test
  void a_piece_sees_what_the_route_knows_and_keeps_its_own_to_itself() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    Processor step =
        piece -> {
          assertThat(piece.getVariable("whose")).isEqualTo("the split's");
          seen.incrementAndGet();
          piece.setVariable("whose", "a piece's");
          piece.getMessage().setBody("changed");
        };

    Exchange result = split(step, List.of("a", "b", "c"));

    assertThat(result.getException()).isNull();
    assertThat(seen).hasValue(3);
    assertThat(result.getVariable("whose")).isEqualTo("the split's");
    assertThat(result.getMessage().getBody()).isEqualTo(List.of("a", "b", "c"));
  }

  @Test
  void nothing_to_split_goes_on() throws Exception {
    assertThat(split(piece -> {}, List.of()).getMessage().getHeader("after")).isEqualTo("reached");
  }

  @Test
  void a_piece_that_ends_in_an_error_ends_the_split() throws Exception {
    Processor step =
        piece -> {
          throw new OutOfMemoryError("as if");
        };

    Exception failure = split(step, List.of(1, 2)).getException();

    assertThat(failure).hasRootCauseInstanceOf(OutOfMemoryError.class);
  }
}
