package org.jrsync.engine.options;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The name that {@code --partial-dir} was given, in its shortest form. */
final class PartialDir {

  /** Where files wait under {@code --delay-updates} if no other directory is given. */
  static final byte[] OF_DELAYED_UPDATES = Bytes.of(".~tmp~");

  private PartialDir() {}

  /**
   * Drops empty and {@code .} parts and resolves {@code ..} by name; null for the directory itself.
   */
  static byte @Nullable [] clean(byte[] path) {
    boolean absolute = path.length > 0 && path[0] == '/';
    List<byte[]> parts = new ArrayList<>();
    for (int start = 0, end; start < path.length; start = end + 1) {
      end = Bytes.indexOf(path, '/', start);
      end = end < 0 ? path.length : end;
      byte[] part = java.util.Arrays.copyOfRange(path, start, end);
      if (isDots(part, 2) && !parts.isEmpty() && !isDots(parts.getLast(), 2)) {
        parts.removeLast();
      } else if (part.length > 0 && !isDots(part, 1) && !(absolute && isDots(part, 2))) {
        parts.add(part);
      }
    }
    if (parts.isEmpty() && !absolute) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(path.length);
    for (int i = 0; i < parts.size(); i++) {
      if (absolute || i > 0) {
        out.write('/');
      }
      out.writeBytes(parts.get(i));
    }
    if (parts.isEmpty()) {
      out.write('/');
    }
    return out.toByteArray();
  }

  private static boolean isDots(byte[] part, int count) {
    return part.length == count && part[0] == '.' && part[count - 1] == '.';
  }
}
