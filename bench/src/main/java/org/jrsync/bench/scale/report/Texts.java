package org.jrsync.bench.scale.report;

import org.jrsync.bench.scale.run.Arrival;

/** What the report says between its tables. */
final class Texts {

  static final String INTRODUCTION =
      """
      # Many connections

      What many clients at once cost a daemon, in each of jrsync's three models and beside rsync's own daemon. Made by
      `bench/connection-scale/run`, whose [README](../bench/connection-scale/README.md) says what is done; not edited by hand.

      Every client pulls 100 files of 1 to 16 KiB from a read-only module in memory, and each byte is compared. Clients and
      daemon share one machine. Models: `threads`, `hybrid` and `virtual` are jrsync's; `upstream` is rsync's daemon as it is, with
      its backlog of 5; `upstream-4096` the same with `listen backlog = 4096`, which is jrsync's own default. Identity `nobody` is
      a root daemon that serves as nobody; `daemon` one that serves with its own rights. Figures are medians of the runs in the
      column "runs". A row with (!) was not completed.
      """;

  static final String CHARTS =
      """

      ## At a glance

      ![memory by connections](connection-scale/memory.svg)

      ![latency by connections](connection-scale/latency.svg)

      ![throughput by connections](connection-scale/throughput.svg)
      """;

  static final String THRESHOLDS =
      """

      ## What decides about the default

      Bold is what trips. Empty is what was not measured, or what the daemon does not tell.

      """;

  static final String SMALL =
      """

      ## A small daemon

      One client after the other, and ten at a time. A session of rsync's daemon spends about 80 ms in two waits for the
      client's delayed acknowledgements (40 ms each on Linux), since its sockets collect small writes; jrsync's do not.

      """;

  static final String LIMITS =
      """

      ## Limits driven to failure

      The daemon is nobody's, under hard limits; 200 clients more come than there is room for. They hold their connections (of
      "max connections" inside the module, "pulls" not at all) until no more of them are greeted, then go. "greeted" is how many
      were while the pressure lasted, "finished" how many were served in the end, "refused" got an error line, "lost" were cut off. "after"
      is how many of 20 further clients pulled without a fault when the pressure was over. "faults" is what must not be: an
      end of the daemon, clients that hang, service that does not come back, another number than the configured one.

      """;

  private Texts() {}

  static String heading(Arrival arrival) {
    return switch (arrival) {
      case ALL_AT_ONCE -> "All at once";
      case STEADY -> "Steady: a window kept full";
      case HOLD -> "Hold: greeted and idle";
      case MIXED -> "Mixed: one in five slow";
      case DRAIN_GREETING -> "TERM while all wait after the greeting";
      case DRAIN_TRANSFER -> "TERM amid transfers";
    };
  }
}
