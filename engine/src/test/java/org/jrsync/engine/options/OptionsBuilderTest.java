package org.jrsync.engine.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each value is named four times: in the options, in the builder, and where each copies it. */
class OptionsBuilderTest {
  /** A value of each type that no option has by default; booleans are turned around. */
  private static final Map<Class<?>, Object> UNUSUAL =
      Map.ofEntries(
          Map.entry(int.class, 4711),
          Map.entry(long.class, 4711L),
          Map.entry(Boolean.class, true),
          Map.entry(String.class, "4711"),
          Map.entry(byte[].class, new byte[] {47, 11}),
          Map.entry(MissingArgs.class, MissingArgs.DELETE),
          Map.entry(DeleteMode.class, DeleteMode.AFTER),
          Map.entry(ModuleRules.class, new ModuleRules(true, "a+x", false, true, true)),
          Map.entry(SizeLimits.class, new SizeLimits(47, 11)),
          Map.entry(
              LinkRules.class, new LinkRules(true, false, true, false, true, false, true, null)),
          Map.entry(
              FilesFrom.class, new FilesFrom(FilesFrom.Place.PEER, null, new byte[] {47, 11})),
          Map.entry(AttributeOptions.class, AttributeOptions.NONE.with(SuperUser.AUTOMATIC, 2)),
          Map.entry(Compression.class, new Compression(47, null, 11, 0, null)),
          Map.entry(Batch.class, new Batch(Batch.Use.READ, new byte[] {47}, 11)),
          Map.entry(Backups.class, new Backups(true, null, new byte[] {47})),
          Map.entry(Writing.class, new Writing(null, true, true, true, true, true)),
          Map.entry(RemoveSource.class, RemoveSource.SENT),
          Map.entry(MessageRouting.class, MessageRouting.of(1, new byte[] {47}, null)),
          Map.entry(
              AlternateDirs.class,
              new AlternateDirs(AlternateDirs.Kind.COPY, List.of(new byte[] {47}))),
          Map.entry(AllocationLimit.class, new AllocationLimit(1, null)),
          Map.entry(Iconv.class, new Iconv("a", "b", true)));

  private static List<Field> values() {
    return Arrays.stream(OptionsBuilder.class.getFields())
        .filter(field -> !Modifier.isFinal(field.getModifiers()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsCopiedToItsOwnPlace(Field value) throws ReflectiveOperationException {
    OptionsBuilder builder = new OptionsBuilder();
    Object unusual =
        value.getType() == boolean.class
            ? !value.getBoolean(builder)
            : UNUSUAL.get(value.getType());
    assertThat(unusual).isNotNull().isNotEqualTo(value.get(builder));
    value.set(builder, unusual);
    Options built = builder.build();
    Options again = built.toBuilder().build();
    Options usual = new OptionsBuilder().build();
    for (Field other : values()) {
      Field field = Options.class.getField(other.getName());
      Object expected = other.equals(value) ? unusual : field.get(usual);
      assertThat(field.get(built)).as(other.getName()).isEqualTo(expected);
      assertThat(field.get(again)).as(other.getName()).isEqualTo(expected);
    }
  }

  @Test
  void theBuilderHasAllValues() {
    long fields =
        Arrays.stream(Options.class.getFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .count();
    assertThat(values()).hasSize((int) fields).hasSizeGreaterThan(50);
  }

  @Test
  void theLevelsAreCopied() {
    OptionsBuilder builder = new OptionsBuilder();
    builder.levels.set(Info.FLIST, 2);
    Options built = builder.build();
    builder.levels.set(Info.FLIST, 1);
    assertThat(built.info(Info.FLIST)).isEqualTo(2);
    OptionsBuilder again = built.toBuilder();
    again.levels.set(Info.FLIST, 0);
    assertThat(built.info(Info.FLIST)).isEqualTo(2);
    assertThat(again.build().info(Info.FLIST)).isZero();
  }
}
