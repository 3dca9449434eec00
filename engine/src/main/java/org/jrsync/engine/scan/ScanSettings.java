package org.jrsync.engine.scan;

import java.util.function.IntUnaryOperator;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.IdNames;
import org.jrsync.wire.flist.ListBudget;
import org.jspecify.annotations.Nullable;

/**
 * What list building needs to know of a session.
 *
 * @param options the transfer's options
 * @param format the list's form on the wire
 * @param users finds names of owners
 * @param groups finds names of groups
 * @param checksum digest of whole files when the format carries checksums, else null
 * @param keepsChecksums whether the digests are kept after they are sent, for a format that shows
 *     them
 * @param attributes reads extended attributes and access control lists
 * @param modeChange what {@code --chmod} makes of the mode of anything but a symbolic link
 * @param budget what the lists' memory is taken from
 * @param log where messages and I/O errors go
 */
public record ScanSettings(
    Options options,
    FileListFormat format,
    IdNames.Lookup users,
    IdNames.Lookup groups,
    @Nullable StrongChecksum checksum,
    boolean keepsChecksums,
    AttributeSource attributes,
    IntUnaryOperator modeChange,
    ListBudget budget,
    ScanLog log) {}
