package org.jrsync.posix;

/**
 * The numbers that differ between the processors Linux runs on: a few system calls and open flags.
 */
final class Arch {
  private static final String NAME = System.getProperty("os.arch", "");

  /** Processors newer than x86 share one table of system calls. */
  private static final boolean X86 = NAME.equals("amd64");

  private static final boolean ARM = NAME.equals("aarch64");

  /** Same on every architecture: system calls added since Linux 5.1 share one table. */
  static final int SYS_OPENAT2 = 437;

  static final int SYS_FCHMODAT2 = 452;
  static final int SYS_PIDFD_OPEN = 434;
  static final int SYS_SETXATTRAT = 463;
  static final int SYS_GETXATTRAT = 464;
  static final int SYS_LISTXATTRAT = 465;
  static final int SYS_REMOVEXATTRAT = 466;

  static final int SYS_SETRESUID = X86 ? 117 : 147;
  static final int SYS_SETRESGID = X86 ? 119 : 149;
  static final int SYS_SETGROUPS = X86 ? 116 : 159;

  static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
  static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

  /** {@code struct epoll_event}, which is packed on x86 alone. */
  static final int EPOLL_EVENT_SIZE = X86 ? 12 : 16;

  /** Where the data is in it. */
  static final int EPOLL_DATA = X86 ? 4 : 8;

  /** Where {@code ucontext_t} has the stack pointer; 0 where that is not known. */
  static final int CONTEXT_STACK_POINTER = X86 ? 160 : ARM ? 432 : 0;

  private Arch() {}
}
