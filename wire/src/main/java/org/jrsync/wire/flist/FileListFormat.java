package org.jrsync.wire.flist;

import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/**
 * What decides the bytes of a file list: the negotiated protocol and the options that both sides
 * were given. Immutable; see docs/protocol.md, "File list".
 */
public final class FileListFormat {

  /** Oldest protocol whose lists are understood. */
  public static final int OLDEST_PROTOCOL = 28;

  final int protocol;
  final boolean incremental;
  final boolean varintFlags;
  final boolean errorsInList;
  final boolean idZeroNames;
  final boolean users;
  final boolean groups;
  final boolean numericIds;
  final boolean links;
  final boolean devices;
  final boolean specials;
  final boolean hardLinks;
  final boolean relative;
  final boolean recursive;
  final boolean accessTimes;
  final boolean missingArgs;
  final boolean xattrs;
  final boolean acls;
  final boolean ordersBySending;
  final boolean convertsLinks;
  final @Nullable NameCharset charset;
  final int checksumLength;

  private FileListFormat(Builder b) {
    protocol = b.protocol;
    incremental = b.incremental;
    varintFlags = b.varintFlags;
    errorsInList = b.safeErrors || b.protocol >= 31;
    idZeroNames = b.idZeroNames;
    users = b.users;
    groups = b.groups;
    numericIds = b.numericIds;
    links = b.links;
    devices = b.devices;
    specials = b.specials;
    hardLinks = b.hardLinks;
    relative = b.relative;
    recursive = b.recursive;
    accessTimes = b.accessTimes;
    missingArgs = b.missingArgs;
    xattrs = b.xattrs;
    acls = b.acls;
    charset = b.charset;
    ordersBySending = b.charset != null;
    convertsLinks = b.charset != null && b.convertsLinks;
    checksumLength = b.checksumLength;
  }

  /** Starts a format for one protocol version, 28 to 33, with every option off. */
  public static Builder protocol(int protocol) {
    return new Builder(protocol);
  }

  /** The negotiated protocol version. */
  public int protocol() {
    return protocol;
  }

  /** Whether the list travels in segments, one a directory. */
  public boolean isIncremental() {
    return incremental;
  }

  /**
   * Whether indexes count in the order of sending and not in that of names, which differ on the two
   * sides where they are converted.
   */
  public boolean ordersBySending() {
    return ordersBySending;
  }

  /** Bytes of checksum for each regular file, 0 without {@code --checksum}. */
  public int checksumLength() {
    return checksumLength;
  }

  /** Whether an I/O error of the sender can be told at the end of each segment. */
  public boolean errorsInList() {
    return errorsInList;
  }

  boolean carriesRdev(int mode) {
    return (devices && WireMode.isDevice(mode))
        || (specials && WireMode.isSpecial(mode) && protocol < 31);
  }

  /** Collects a format. */
  public static final class Builder {

    private final int protocol;
    private boolean incremental;
    private boolean varintFlags;
    private boolean safeErrors;
    private boolean idZeroNames;
    private boolean users;
    private boolean groups;
    private boolean numericIds;
    private boolean links;
    private boolean devices;
    private boolean specials;
    private boolean hardLinks;
    private boolean relative;
    private boolean recursive;
    private boolean accessTimes;
    private boolean missingArgs;
    private boolean xattrs;
    private boolean acls;
    private boolean convertsLinks;
    private @Nullable NameCharset charset;
    private int checksumLength;

    private Builder(int protocol) {
      if (protocol < OLDEST_PROTOCOL) {
        throw new IllegalArgumentException("protocol " + protocol);
      }
      this.protocol = protocol;
    }

    /** Compatibility flag: incremental recursion. */
    public Builder incremental(boolean on) {
      incremental = on;
      return this;
    }

    /** {@code --delete-missing-args}: an entry without a type stands for what has to be deleted. */
    public Builder missingArgs(boolean on) {
      missingArgs = on;
      return this;
    }

    /** Compatibility flag: entry flags as a varint. */
    public Builder varintFlags(boolean on) {
      varintFlags = on;
      return this;
    }

    /** Compatibility flag: I/O errors at the end of a list; implied since protocol 31. */
    public Builder safeErrors(boolean on) {
      safeErrors = on;
      return this;
    }

    /** Compatibility flag: the name of id 0 is sent too. */
    public Builder idZeroNames(boolean on) {
      idZeroNames = on;
      return this;
    }

    /** Option {@code --owner}. */
    public Builder users(boolean on) {
      users = on;
      return this;
    }

    /** Option {@code --group}. */
    public Builder groups(boolean on) {
      groups = on;
      return this;
    }

    /**
     * Option {@code --iconv}: names are converted.
     *
     * @param names the charset of this side's names, null for no conversion
     * @param links compatibility flag: targets of links are converted too
     */
    public Builder charset(@Nullable NameCharset names, boolean links) {
      charset = names;
      convertsLinks = links;
      return this;
    }

    /** Option {@code --numeric-ids}: no names travel. */
    public Builder numericIds(boolean on) {
      numericIds = on;
      return this;
    }

    /** Option {@code --links}. */
    public Builder links(boolean on) {
      links = on;
      return this;
    }

    /** Option {@code --devices}. */
    public Builder devices(boolean on) {
      devices = on;
      return this;
    }

    /** Option {@code --specials}. */
    public Builder specials(boolean on) {
      specials = on;
      return this;
    }

    /** Option {@code --hard-links}. */
    public Builder hardLinks(boolean on) {
      hardLinks = on;
      return this;
    }

    /** Option {@code --relative}. */
    public Builder relative(boolean on) {
      relative = on;
      return this;
    }

    /** Option {@code --recursive}. */
    public Builder recursive(boolean on) {
      recursive = on;
      return this;
    }

    /** Option {@code --atimes}. */
    public Builder accessTimes(boolean on) {
      accessTimes = on;
      return this;
    }

    /** Option {@code --xattrs}. */
    public Builder xattrs(boolean on) {
      xattrs = on;
      return this;
    }

    /** Option {@code --acls}. */
    public Builder acls(boolean on) {
      acls = on;
      return this;
    }

    /** Option {@code --checksum}: bytes of the file digest, 0 to {@link FileEntry#MAX_CHECKSUM}. */
    public Builder checksumLength(int length) {
      if (length < 0 || length > FileEntry.MAX_CHECKSUM) {
        throw new IllegalArgumentException("checksum of " + length + " bytes");
      }
      checksumLength = length;
      return this;
    }

    /** The finished format. */
    public FileListFormat build() {
      return new FileListFormat(this);
    }
  }
}
