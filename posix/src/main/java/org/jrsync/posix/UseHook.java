package org.jrsync.posix;

/**
 * For tests alone: called after an operation has walked to the directory that it works in and
 * before it acts on the last component, so that a test can change what the path names in between.
 */
interface UseHook {
  /**
   * Called between the walk and the use.
   *
   * @param call the call that comes next
   * @param path the path as the caller gave it
   */
  void beforeUse(String call, byte[] path);
}
