package org.jrsync.interop.matrix;

/** Who runs the client, who serves, and how they are joined. */
enum Pairing {
  THEIR_CLIENT_OUR_DAEMON("their client, our daemon", false, true),
  OUR_CLIENT_THEIR_DAEMON("our client, their daemon", true, true),
  THEIR_CLIENT_OUR_SERVER("their client, our --server", false, false),
  OUR_CLIENT_THEIR_SERVER("our client, their --server", true, false);

  private final String title;
  private final boolean ourClient;
  private final boolean daemon;

  Pairing(String title, boolean ourClient, boolean daemon) {
    this.title = title;
    this.ourClient = ourClient;
    this.daemon = daemon;
  }

  String title() {
    return title;
  }

  boolean ourClient() {
    return ourClient;
  }

  boolean daemon() {
    return daemon;
  }
}
