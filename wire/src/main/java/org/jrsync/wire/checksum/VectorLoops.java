package org.jrsync.wire.checksum;

/**
 * Whether loops over arrays become vector instructions, so that sums are best written as such. A
 * JVM with the quick compiler alone makes none, and does other forms faster.
 */
final class VectorLoops {
  /** By how HotSpot names itself when its second compiler is turned off. */
  static final boolean PAY = !System.getProperty("java.vm.info", "").contains("emulated-client");

  private VectorLoops() {}
}
