package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the arguments read so far have set, before the rules between the options apply. */
@SuppressWarnings("EnumOrdinal") // The settings index arrays that never leave the parser.
final class Draft {

  private static final int COUNT = Setting.values().length;
  private static final int[] INITIAL =
      Arrays.stream(Setting.values()).mapToInt(setting -> setting.initial).toArray();

  private final int[] values = INITIAL.clone();
  private final byte[] @Nullable [] texts = new byte[COUNT] @Nullable [];
  private final boolean[] given = new boolean[COUNT];

  /** Holds the levels of {@code --info} and {@code --debug} while the rest is collected. */
  final OptionsBuilder options = new OptionsBuilder();

  final List<FilterDirective> filters = new ArrayList<>();
  final List<byte[]> remoteOptions = new ArrayList<>();
  final List<byte[]> daemonOverrides = new ArrayList<>();
  final OwnerMapArguments ownerMaps = new OwnerMapArguments();
  final List<byte[]> alternateDirs = new ArrayList<>();
  final StringBuilder chmod = new StringBuilder();
  AlternateDirs.@Nullable Kind alternates;
  byte[] batchFile = Bytes.EMPTY;
  boolean server;
  boolean sender;
  long bwlimitBytes;
  long stopAt;
  long minSize = -1;
  long maxSize = -1;

  int get(Setting setting) {
    return values[setting.ordinal()];
  }

  boolean on(Setting setting) {
    return get(setting) != 0;
  }

  void set(Setting setting, int value) {
    values[setting.ordinal()] = value;
    given[setting.ordinal()] = true;
  }

  /** Whether any option wrote this setting. */
  boolean given(Setting setting) {
    return given[setting.ordinal()];
  }

  byte @Nullable [] text(Setting setting) {
    return texts[setting.ordinal()];
  }

  void text(Setting setting, byte @Nullable [] text) {
    texts[setting.ordinal()] = text;
  }

  /**
   * Goes on as the server of a local copy, whose client has left out what it does itself: reading
   * the list of names, writing the log, changing modes, and its own form of links.
   */
  void becomeServerOfCopy() {
    server = true;
    filters.clear();
    chmod.setLength(0);
    text(Setting.FILES_FROM, null);
    text(Setting.LOG_FILE, null);
    set(Setting.MUNGE_LINKS, 0);
  }

  /** Applies an option whose effect is plain. */
  void apply(OptionSpec spec, byte[] text, int number) {
    switch (spec.effect()) {
      case SET -> set(spec.setting(), spec.value());
      case COUNT -> set(spec.setting(), Math.max(get(spec.setting()), 0) + spec.value());
      case NUMBER -> set(spec.setting(), number);
      case TEXT -> text(spec.setting(), text);
      case ACTION -> throw new IllegalArgumentException(spec.display());
    }
  }
}
