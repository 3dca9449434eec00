package org.jrsync.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchRequestsTest {
  private final BatchRequests requests = new BatchRequests();
  private final List<Integer> missing = new ArrayList<>();

  @Test
  void whatTheGeneratorAskedForIsWanted() {
    requests.want(3);
    requests.want(5);
    requests.walked(8);
    assertThat(requests.wants(3, missing::add)).isTrue();
    assertThat(requests.wants(4, missing::add)).isFalse();
    assertThat(requests.wants(5, missing::add)).isTrue();
    assertThat(requests.wants(7, missing::add)).isFalse();
    assertThat(missing).isEmpty();
  }

  @Test
  void whatTheBatchLeavesOutIsTold() {
    requests.want(1);
    requests.want(2);
    requests.want(6);
    requests.want(7);
    requests.walked(8);
    assertThat(requests.wants(6, missing::add)).isTrue();
    assertThat(missing).containsExactly(1, 2);
    requests.passed(8, missing::add);
    assertThat(missing).containsExactly(1, 2, 7);
    requests.passed(8, missing::add);
    assertThat(missing).hasSize(3);
  }

  /** The generator may wait for the receiver before it goes on to the next part of the list. */
  @Test
  void nothingIsWaitedForThatTheGeneratorHasPassed() {
    requests.walked(4);
    assertThat(requests.wants(3, missing::add)).isFalse();
    requests.passed(4, missing::add);
    requests.want(9);
    assertThat(requests.wants(9, missing::add)).isTrue();
  }

  @Test
  void theReceiverWaitsUntilItIsKnown() throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> answer.complete(requests.wants(70_000, missing::add)));
    for (int i = 0; i < 70_000; i += 2) {
      requests.want(i);
    }
    assertThat(answer).isNotDone();
    requests.want(70_000);
    assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(missing).hasSize(35_000).isSorted();
  }

  @Test
  void aGeneratorThatIsGoneIsNotWaitedFor() {
    requests.want(1);
    requests.close();
    assertThat(requests.wants(1, missing::add)).isTrue();
    assertThatThrownBy(() -> requests.wants(2, missing::add)).isInstanceOf(RsyncException.class);
  }
}
