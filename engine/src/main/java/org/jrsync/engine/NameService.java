package org.jrsync.engine;

import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jrsync.posix.Users;
import org.jspecify.annotations.Nullable;

/** Knows the names of owners and groups. Safe for several threads. */
public interface NameService {

  /** The system's own. */
  NameService SYSTEM =
      new NameService() {
        @Override
        public byte @Nullable [] userName(int id) {
          return Users.userName(id);
        }

        @Override
        public byte @Nullable [] groupName(int id) {
          return Users.groupName(id);
        }

        @Override
        public OptionalInt userId(byte[] name, Consumer<String> complaints) {
          return Users.userId(name);
        }

        @Override
        public OptionalInt groupId(byte[] name, Consumer<String> complaints) {
          return Users.groupId(name);
        }
      };

  /** The name of a user, or null. */
  byte @Nullable [] userName(int id);

  /** The name of a group, or null. */
  byte @Nullable [] groupName(int id);

  /**
   * The id of a user.
   *
   * @param complaints told of a name that cannot be asked for
   */
  OptionalInt userId(byte[] name, Consumer<String> complaints);

  /** The id of a group, as {@link #userId}. */
  OptionalInt groupId(byte[] name, Consumer<String> complaints);
}
