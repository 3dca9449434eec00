package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/**
 * How the receiving side gets data to the disk.
 *
 * @param tempDir {@code --temp-dir}: where files are written before they get their place; null for
 *     the directory that they go to
 * @param delayUpdates {@code --delay-updates}: all files get their places at the end
 * @param ownPartialDir whether {@link Options#partialDir} is that of {@code --delay-updates}
 * @param preallocate {@code --preallocate}: room is reserved before data is written
 * @param fsync {@code --fsync}: every file is on the disk before it gets its place
 * @param devices {@code --write-devices}: data goes into devices that are in a file's place
 */
@SuppressWarnings("ArrayRecordComponent") // Arguments are bytes; two of these are never compared.
public record Writing(
    byte @Nullable [] tempDir,
    boolean delayUpdates,
    boolean ownPartialDir,
    boolean preallocate,
    boolean fsync,
    boolean devices) {
  /** None of it. */
  public static final Writing PLAIN = new Writing(null, false, false, false, false, false);

  /** The same with another directory for temporary files. */
  public Writing withTempDir(byte @Nullable [] dir) {
    return new Writing(dir, delayUpdates, ownPartialDir, preallocate, fsync, devices);
  }
}
