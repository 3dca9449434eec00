package org.jrsync.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that this module calls, each found by its name on its first use.
 *
 * <p>All of them go through one call shape: seven {@code long} arguments, a {@code long} result and
 * {@code errno} kept aside. A function that takes fewer arguments does not look at the others, and
 * {@code int} and pointer arguments travel in the same registers as {@code long} ones on the 64-bit
 * systems that Linux runs on. What a foreign call costs at start-up grows with the number of shapes
 * and not with the number of functions, so there is one shape.
 *
 * <p>A call keeps its carrier thread for as long as it lasts and may be held up by the file system,
 * so none of them is marked critical: garbage collection goes on beside a stalled read.
 */
enum Libc {
  STATX("statx"),
  OPENAT("openat"),
  OPENAT2("syscall"),
  CLOSE("close"),
  READ("read"),
  WRITE("write"),
  PREAD("pread"),
  PWRITE("pwrite"),
  LSEEK("lseek"),
  FTRUNCATE("ftruncate"),
  FALLOCATE("fallocate"),
  FSYNC("fsync"),
  POSIX_FADVISE("posix_fadvise"),
  COPY_FILE_RANGE("copy_file_range"),
  GETDENTS64("getdents64"),
  MKDIRAT("mkdirat"),
  MKNODAT("mknodat"),
  SYMLINKAT("symlinkat"),
  LINKAT("linkat"),
  RENAMEAT("renameat"),
  UNLINKAT("unlinkat"),
  READLINKAT("readlinkat"),
  FACCESSAT("faccessat"),
  FCHMODAT2("syscall"),
  FCHMODAT("fchmodat"),
  FCHMOD("fchmod"),
  FCHOWN("fchown"),
  FCHOWNAT("fchownat"),
  UTIMENSAT("utimensat"),
  FUTIMENS("futimens"),
  SETXATTRAT("syscall"),
  GETXATTRAT("syscall"),
  LISTXATTRAT("syscall"),
  REMOVEXATTRAT("syscall"),
  SETXATTR("setxattr"),
  GETXATTR("getxattr"),
  LISTXATTR("listxattr"),
  REMOVEXATTR("removexattr"),
  FCNTL("fcntl"),
  FLOCK("flock"),
  GETRLIMIT("getrlimit"),
  PIPE2("pipe2"),
  SOCKETPAIR("socketpair"),
  SOCKET("socket"),
  BIND("bind"),
  LISTEN("listen"),
  CONNECT("connect"),
  ACCEPT4("accept4"),
  SHUTDOWN("shutdown"),
  GETSOCKOPT("getsockopt"),
  SETSOCKOPT("setsockopt"),
  RECV("recv"),
  SEND("send"),
  CLOCK_GETTIME("clock_gettime"),
  EPOLL_CREATE1("epoll_create1"),
  EPOLL_CTL("epoll_ctl"),
  EPOLL_WAIT("epoll_wait"),
  GETPEERNAME("getpeername"),
  GETSOCKNAME("getsockname"),
  POLL("poll"),
  IOCTL("ioctl"),
  ISATTY("isatty"),
  TCGETATTR("tcgetattr"),
  TCSETATTR("tcsetattr"),
  GETPWNAM_R("getpwnam_r"),
  GETPWUID_R("getpwuid_r"),
  GETGRNAM_R("getgrnam_r"),
  GETGRGID_R("getgrgid_r"),
  GETGROUPLIST("getgrouplist"),
  GETGROUPS("getgroups"),
  GETUID("getuid"),
  GETEUID("geteuid"),
  GETEGID("getegid"),
  GETPID("getpid"),
  SETUID("setuid"),
  SETGID("setgid"),
  SETGROUPS("setgroups"),
  SETFSUID("setfsuid"),
  SETFSGID("setfsgid"),
  THREAD_SETGROUPS("syscall"),
  THREAD_SETRESUID("syscall"),
  THREAD_SETRESGID("syscall"),
  CAPGET("capget"),
  CAPSET("capset"),
  KILL("kill"),
  SIGNAL("signal"),
  WAITPID("waitpid"),
  PIDFD_OPEN("syscall"),
  POSIX_SPAWNP("posix_spawnp"),
  SPAWN_ACTIONS_INIT("posix_spawn_file_actions_init"),
  SPAWN_ACTIONS_DESTROY("posix_spawn_file_actions_destroy"),
  SPAWN_ACTIONS_DUP2("posix_spawn_file_actions_adddup2"),
  SPAWN_ACTIONS_CLOSEFROM("posix_spawn_file_actions_addclosefrom_np"),
  SPAWN_ACTIONS_CHDIR("posix_spawn_file_actions_addchdir_np"),
  SPAWN_ATTR_INIT("posix_spawnattr_init"),
  SPAWN_ATTR_DESTROY("posix_spawnattr_destroy"),
  SPAWN_ATTR_FLAGS("posix_spawnattr_setflags"),
  SPAWN_ATTR_SIGMASK("posix_spawnattr_setsigmask"),
  SPAWN_ATTR_SIGDEFAULT("posix_spawnattr_setsigdefault"),
  MADVISE("madvise"),
  GETPAGESIZE("getpagesize"),
  GETCONTEXT("getcontext"),
  PTHREAD_SELF("pthread_self"),
  PTHREAD_GETATTR_NP("pthread_getattr_np"),
  PTHREAD_ATTR_GETSTACK("pthread_attr_getstack"),
  PTHREAD_ATTR_DESTROY("pthread_attr_destroy"),
  SIGEMPTYSET("sigemptyset"),
  SIGFILLSET("sigfillset"),
  SIGDELSET("sigdelset"),
  ICONV_OPEN("iconv_open"),
  ICONV("iconv"),
  ICONV_CLOSE("iconv_close");

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle SHAPE =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
              JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  /** {@code RTLD_DEFAULT}. */
  private static final long DEFAULT_SCOPE = 0;

  private final String symbol;

  // Found once, by whichever thread comes first, and the same for all: a constant in all but
  // syntax.
  @SuppressWarnings("ImmutableEnumChecker")
  private @Nullable MemorySegment address;

  Libc(String symbol) {
    this.symbol = symbol;
  }

  /** The name for error messages: that of the system call as its manual page has it. */
  String callName() {
    return symbol.equals("syscall") ? name().toLowerCase(Locale.ROOT) : symbol;
  }

  /** Whether this system's C library has the function at all. */
  boolean exists() {
    return address != null || lookUp() != 0;
  }

  private MemorySegment address() {
    MemorySegment known = address;
    if (known == null) {
      // Several threads may look it up at once; they all find the same address.
      long found = lookUp();
      if (found == 0) {
        throw new PosixException(Errno.ENOSYS, symbol);
      }
      known = MemorySegment.ofAddress(found);
      address = known;
    }
    return known;
  }

  /**
   * Asks as a program that is linked with the C library does, so that a library which the user has
   * preloaded comes first; the JVM's own look-up would pass that by. 0 where there is none.
   */
  private long lookUp() {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(symbol, StandardCharsets.US_ASCII).address();
      MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
      return (long) SHAPE.invokeExact(Lookup.DLSYM, errno, DEFAULT_SCOPE, name, 0L, 0L, 0L, 0L, 0L);
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Found once. */
  private static final class Lookup {
    static final MemorySegment DLSYM = LINKER.defaultLookup().findOrThrow("dlsym");
  }

  /** Calls the function; a result of -1 leaves its reason in {@link NativeScratch#errno()}. */
  long call(NativeScratch s, long a, long b, long c, long d, long e, long f, long g) {
    try {
      return (long) SHAPE.invokeExact(address(), s.callState, a, b, c, d, e, f, g);
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  long call(NativeScratch s, long a, long b, long c, long d, long e) {
    return call(s, a, b, c, d, e, 0, 0);
  }

  long call(NativeScratch s, long a, long b, long c) {
    return call(s, a, b, c, 0, 0, 0, 0);
  }

  /**
   * Calls a function whose result is a C {@code int}: the upper half of the register means nothing.
   */
  int intCall(NativeScratch s, long a, long b, long c, long d, long e) {
    return (int) call(s, a, b, c, d, e, 0, 0);
  }

  int intCall(NativeScratch s, long a, long b, long c) {
    return (int) call(s, a, b, c, 0, 0, 0, 0);
  }

  int intCall(NativeScratch s, long a) {
    return (int) call(s, a, 0, 0, 0, 0, 0, 0);
  }

  /** As {@link #intCall}, and throws where the function reports an error. */
  int check(NativeScratch s, long a, long b, long c, long d, long e) {
    int result = intCall(s, a, b, c, d, e);
    if (result < 0) {
      throw new PosixException(s.errno(), callName());
    }
    return result;
  }

  int check(NativeScratch s, long a, long b, long c) {
    return check(s, a, b, c, 0, 0);
  }

  int check(NativeScratch s, long a) {
    return check(s, a, 0, 0, 0, 0);
  }

  /** The exception for the error that this function has just left in {@code errno}. */
  PosixException failure(NativeScratch s) {
    return new PosixException(s.errno(), callName());
  }
}
