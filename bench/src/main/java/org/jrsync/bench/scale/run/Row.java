package org.jrsync.bench.scale.run;

import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;

/**
 * What a row of the tables is of.
 *
 * @param waypoint concurrent clients
 */
public record Row(Model model, int waypoint, Arrival arrival, ServedAs servedAs) {

  @Override
  public String toString() {
    return "W" + waypoint + " " + arrival.title() + " as " + servedAs.title() + " " + model.title();
  }
}
