package org.jrsync.daemon.config;

import java.util.Locale;

/**
 * Something in a configuration that its operator should know.
 *
 * @param place where it stands, such as {@code /etc/rsyncd.conf line 3}
 * @param text what is wrong with it, in one line
 */
public record Problem(Severity severity, String place, String text) {

  /** How bad it is. */
  public enum Severity {
    /** A module, or the daemon, cannot work like this. */
    ERROR,
    /** Something does not do what it seems to. */
    WARNING,
    /** It works, and is dangerous where strangers can connect. */
    RISK
  }

  /** As it is shown: place, severity, text. */
  @Override
  public String toString() {
    return place + ": " + severity.name().toLowerCase(Locale.ROOT) + ": " + text;
  }
}
