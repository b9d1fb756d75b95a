package io.rehydrate.planning.review;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class PlanReviewTest extends PlanReviewOnAnyServer {

  PlanReviewTest() {
    super(TestServers.source().root());
  }
}
