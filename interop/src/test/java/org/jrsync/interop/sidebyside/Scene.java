package org.jrsync.interop.sidebyside;

import java.util.List;

/**
 * One command line to compare.
 *
 * @param title what it is about
 * @param route how client and server are joined
 * @param setup a shell script that makes {@code src}, and {@code dst} if there is to be one, in the
 *     current folder
 * @param source the source argument, without a host
 * @param destination the destination argument, without a host
 * @param options everything before the arguments
 * @param ordered whether the order of lines is fixed: those that come from several processes of
 *     rsync's are not
 */
record Scene(
    String title,
    Route route,
    String setup,
    String source,
    String destination,
    List<String> options,
    boolean ordered) {

  /** How client and server are joined. */
  enum Route {
    LOCAL,
    PULL_BY_SHELL,
    PUSH_BY_SHELL,
    PULL_FROM_DAEMON,
    PUSH_TO_DAEMON;

    boolean daemon() {
      return this == PULL_FROM_DAEMON || this == PUSH_TO_DAEMON;
    }

    boolean pulls() {
      return this == PULL_BY_SHELL || this == PULL_FROM_DAEMON;
    }
  }

  static Scene of(Route route, String title, String setup, String... options) {
    return new Scene(title, route, setup, "src/", "dst/", List.of(options), true);
  }

  Scene from(String other) {
    return new Scene(title, route, setup, other, destination, options, ordered);
  }

  Scene anyOrder() {
    return new Scene(title, route, setup, source, destination, options, false);
  }
}
