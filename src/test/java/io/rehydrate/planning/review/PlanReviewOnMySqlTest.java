package io.rehydrate.planning.review;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class PlanReviewOnMySqlTest extends PlanReviewOnAnyServer {

  PlanReviewOnMySqlTest() {
    super(MySqlServer.source());
  }
}
