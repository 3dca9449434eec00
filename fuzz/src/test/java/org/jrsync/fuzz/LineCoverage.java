package org.jrsync.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ISourceFileCoverage;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;

/**
 * How many lines of a target's decoder some inputs reach, of those that have code.
 *
 * @param missed the lines that are not reached, for each file that has such
 */
record LineCoverage(int reached, int all, List<String> missed) {
  private static final String OURS = "org.jrsync.";

  /** Loads our classes anew, each with a note of what of it runs. */
  private static final class Noting extends ClassLoader {
    private final Instrumenter instrumenter;
    private final Map<String, byte[]> originals = new HashMap<>();

    Noting(Instrumenter instrumenter) {
      super(LineCoverage.class.getClassLoader());
      this.instrumenter = instrumenter;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return name.startsWith(OURS) ? define(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] original = in.readAllBytes();
        originals.put(name, original);
        byte[] noting = instrumenter.instrument(original, name);
        return defineClass(name, noting, 0, noting.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Runs a target on each file of a folder. */
  static LineCoverage of(Target target, Path inputs) throws Exception {
    LoggerRuntime runtime = new LoggerRuntime();
    RuntimeData data = new RuntimeData();
    runtime.startup(data);
    try {
      Noting loader = new Noting(new Instrumenter(runtime));
      Class<?> entry = loader.loadClass(FuzzEntry.class.getName());
      System.setProperty(FuzzEntry.TARGET, target.name());
      try (Stream<Path> files = Files.list(inputs)) {
        for (Path file : files.toList()) {
          entry
              .getMethod("fuzzerTestOneInput", byte[].class)
              .invoke(null, (Object) Files.readAllBytes(file));
        }
      }
      ExecutionDataStore executed = new ExecutionDataStore();
      data.collect(executed, new SessionInfoStore(), false);
      return counted(target, loader, executed);
    } finally {
      runtime.shutdown();
    }
  }

  private static LineCoverage counted(Target target, Noting loader, ExecutionDataStore executed)
      throws IOException {
    CoverageBuilder builder = new CoverageBuilder();
    Analyzer analyzer = new Analyzer(executed, builder);
    for (Map.Entry<String, byte[]> original : loader.originals.entrySet()) {
      if (!original.getKey().startsWith(LineCoverage.class.getPackageName())) {
        analyzer.analyzeClass(new ByteArrayInputStream(original.getValue()), original.getKey());
      }
    }
    int reached = 0;
    int all = 0;
    List<String> missed = new ArrayList<>();
    TreeSet<String> absent = new TreeSet<>(target.decoder());
    for (ISourceFileCoverage file : builder.getSourceFiles()) {
      if (!target.decoder().contains(file.getName())) {
        continue;
      }
      absent.remove(file.getName());
      reached += file.getLineCounter().getCoveredCount();
      all += file.getLineCounter().getTotalCount();
      List<Integer> lines = new ArrayList<>();
      for (int line = file.getFirstLine(); line <= file.getLastLine(); line++) {
        if (file.getLine(line).getStatus() == ICounter.NOT_COVERED) {
          lines.add(line);
        }
      }
      if (!lines.isEmpty()) {
        missed.add(file.getName() + lines);
      }
    }
    if (!absent.isEmpty()) {
      throw new IOException(target.name() + " does not even load " + absent);
    }
    return new LineCoverage(reached, all, missed);
  }

  /** Hundredths of the lines. */
  double percent() {
    return all == 0 ? 0 : 100.0 * reached / all;
  }
}
