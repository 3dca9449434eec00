package org.jrsync.engine;

import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jrsync.engine.options.AttributeOptions;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.IdMap;
import org.jspecify.annotations.Nullable;

/**
 * How the sender's owners and groups become those of the receiving side: by the maps that were
 * asked for, else by name where there is one.
 *
 * @param users the map of users
 * @param groups the map of groups
 */
public record OwnerMaps(IdMap users, IdMap groups) {

  private static final byte[] ROOT = {'r', 'o', 'o', 't'};

  /**
   * The maps of a receiving side.
   *
   * @param memory what they are taken from
   * @throws org.jrsync.wire.RsyncException where {@code --usermap} or {@code --groupmap} make no
   *     sense
   */
  public static OwnerMaps of(Session session, MemoryBudget memory) {
    AttributeOptions asked = session.options().attributes;
    NameService names = session.environment().names();
    Consumer<String> complaints =
        text -> session.message(MessageCode.ERROR).text(text).text("\n").send();
    Function<byte[], OptionalInt> userIds = name -> names.userId(name, complaints);
    Function<byte[], OptionalInt> groupIds = name -> names.groupId(name, complaints);
    return new OwnerMaps(
        users(session, rules(session, asked.userMap(), "usermap", userIds), userIds, memory),
        groups(session, rules(session, asked.groupMap(), "groupmap", groupIds), groupIds, memory));
  }

  private static @Nullable OwnerMapRules rules(
      Session session, byte @Nullable [] map, String option, Function<byte[], OptionalInt> lookup) {
    return map == null
        ? null
        : OwnerMapRules.parse(
            map, option, lookup, line -> session.reporter().report(MessageCode.ERROR, line));
  }

  private static IdMap users(
      Session session,
      @Nullable OwnerMapRules rules,
      Function<byte[], OptionalInt> ids,
      MemoryBudget memory) {
    if (session.options().numericIds && rules == null) {
      return IdMap.identity();
    }
    Local local = new Local(session.options(), rules, ids);
    return withRoot(new IdMap(local::id, rules != null, memory), session, rules);
  }

  /**
   * The map of groups. Without privilege a file can be given to one's own groups only; the others
   * are skipped.
   */
  private static IdMap groups(
      Session session,
      @Nullable OwnerMapRules rules,
      Function<byte[], OptionalInt> ids,
      MemoryBudget memory) {
    boolean privileged = session.privileged();
    Local local = new Local(session.options(), rules, ids);
    IdMap map =
        new IdMap(
            new IdMap.Resolver() {
              @Override
              public int resolve(int id, byte[] name) {
                return local.id(id, name);
              }

              @Override
              public boolean isSkipped(int localId) {
                return !privileged && !session.environment().groups().contains(localId);
              }
            },
            !privileged || rules != null,
            memory);
    return withRoot(map, session, rules);
  }

  /** A sender that does not tell the name of id 0 is taken to call it root. */
  private static IdMap withRoot(IdMap map, Session session, @Nullable OwnerMapRules rules) {
    if (rules != null && !session.negotiated().id0Names()) {
      map.add(0, session.options().numericIds ? new byte[0] : ROOT);
    }
    return map;
  }

  /** What an id becomes. Id 0 is the same everywhere, unless a map says otherwise. */
  private record Local(
      Options options, @Nullable OwnerMapRules rules, Function<byte[], OptionalInt> lookup) {
    int id(int id, byte[] told) {
      byte[] name = options.moduleRules.ignoreIdNames() ? new byte[0] : told;
      OptionalInt mapped = rules == null ? OptionalInt.empty() : rules.map(id, name);
      if (mapped.isPresent()) {
        return mapped.getAsInt();
      }
      boolean unnamed = id == 0 || name.length == 0 || options.numericIds;
      return unnamed ? id : lookup.apply(name).orElse(id);
    }
  }
}
