package org.jrsync.interop.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jrsync.interop.tree.Name;
import org.jspecify.annotations.Nullable;

/**
 * One run to compare: trees, options, arguments and how the two sides are joined. The same seed
 * gives the same case.
 *
 * @param root whether the programs run as root; as nobody otherwise
 * @param destination null for none
 * @param covered the options that are in it, by name
 * @param reader whether options have the run read a batch
 */
record RandomCase(
    long seed,
    Route route,
    boolean root,
    Node source,
    @Nullable Node destination,
    List<Node> alternatives,
    List<String> options,
    List<String> sources,
    String target,
    Set<String> covered,
    boolean reader,
    String rules,
    String merge) {

  /** The source of listed names where rsync's daemon finds no others: the top of its module. */
  private static final String TOP = "./";

  /** How client and server are joined. */
  enum Route {
    LOCAL,
    SHELL_PULL,
    SHELL_PUSH,
    DAEMON_PULL,
    DAEMON_PUSH;

    boolean daemon() {
      return this == DAEMON_PULL || this == DAEMON_PUSH;
    }

    boolean pulls() {
      return this == SHELL_PULL || this == DAEMON_PULL;
    }
  }

  private static final List<Choice> POOL = new OptionPool().all();
  private static final List<Choice> DAEMONS =
      POOL.stream().filter(choice -> choice.where() == Choice.Where.DAEMON).toList();
  private static final Set<String> FOLLOWING =
      Set.of("copy-links", "copy-dirlinks", "copy-unsafe-links", "keep-dirlinks");
  private static final List<Route> ROUTES =
      List.of(
          Route.LOCAL,
          Route.LOCAL,
          Route.LOCAL,
          Route.SHELL_PULL,
          Route.SHELL_PUSH,
          Route.DAEMON_PULL,
          Route.DAEMON_PUSH);

  /**
   * @param mayBeRoot whether this process is root
   */
  static RandomCase of(long seed, boolean mayBeRoot) {
    Dice dice = new Dice(seed);
    Route route = dice.oneOf(ROUTES);
    boolean root = mayBeRoot && (route.daemon() || dice.chance(0.7));
    List<String> options = new ArrayList<>(dice.oneOf(OptionPool.BASES));
    Set<String> covered = new TreeSet<>();
    options.forEach(word -> covered.addAll(Coverage.namesOf(word)));
    boolean folders = !Set.of("-l", "--old-d").contains(options.getFirst()) || options.size() > 1;
    boolean reader = choose(dice, route, root, folders, options, covered);
    RandomTree trees =
        new RandomTree(
            dice, root, dice.chance(0.5), covered.stream().anyMatch(FOLLOWING::contains));
    Node source = trees.make();
    Node destination =
        switch (dice.below(8)) {
          case 0 -> null;
          case 1 -> source.copy();
          case 2 -> emptied(source);
          default -> trees.variation(source, dice.oneOf(List.of(0.5, 0.8, 1.0)));
        };
    List<Node> alternatives = List.of(trees.variation(source, 0.8), trees.variation(source, 1));
    List<String> sources =
        sources(dice, source, covered.contains("files-from") || covered.contains("from0"), route);
    if (sources.equals(List.of("src")) && destination != null && dice.chance(0.5)) {
      Node outer = emptied(destination);
      outer.children.put(Name.of("src"), destination);
      destination = outer;
    }
    String target = dice.chance(0.85) ? "dst/" : dice.oneOf(List.of("dst", "dst/sub", "dst/n/m/"));
    if (route != Route.LOCAL && !route.daemon()) {
      covered.addAll(Set.of("rsh", "rsync-path"));
    }
    options.addAll(0, EarlierWords.of(seed, route, covered));
    return new RandomCase(
        seed,
        route,
        root,
        source,
        destination,
        alternatives,
        List.copyOf(options),
        reader ? List.of() : sources,
        target,
        covered,
        reader,
        Patterns.list(dice),
        Patterns.rules(dice));
  }

  private static boolean choose(
      Dice dice,
      Route route,
      boolean root,
      boolean folders,
      List<String> options,
      Set<String> covered) {
    Set<String> groups = new TreeSet<>();
    boolean reader = false;
    boolean owners = covered.containsAll(Set.of("owner", "group")) && !options.contains("--no-o");
    List<Choice> some = new ArrayList<>(dice.some(POOL, 2 + dice.below(10)));
    if (route.daemon()) {
      // Else these would be rare.
      some.addAll(dice.some(DAEMONS, 2));
    }
    for (Choice choice : some) {
      boolean fits =
          switch (choice.where()) {
            case ANYWHERE -> true;
            case REMOTE -> route != Route.LOCAL;
            case DAEMON -> route.daemon();
            case ROOT -> root;
            case FOLDERS -> folders;
            case OWNERS -> owners;
          };
      // A daemon refuses it, and rsync's client then ends with any of three codes.
      boolean refused = choice.option().equals("copy-devices") && route == Route.DAEMON_PULL;
      boolean batch = choice.option().equals("read-batch");
      if (fits
          && !refused
          && !(batch && route != Route.LOCAL)
          && !(choice.option().equals("copy-devices") && route == Route.DAEMON_PULL)
          && (choice.group().isEmpty() || groups.add(choice.group()))) {
        options.addAll(dice.oneOf(choice.spellings()));
        covered.add(choice.option());
        reader |= batch;
      }
    }
    for (int i = dice.chance(0.3) ? dice.oneOf(1, 1, 2, 3) : 0; i > 0; i--) {
      String name = dice.oneOf(List.of("exclude", "include", "filter"));
      options.add(
          "--"
              + name
              + "="
              + (name.equals("filter") ? Patterns.rule(dice) : Patterns.pattern(dice)));
      covered.add(name);
    }
    return reader;
  }

  /** What the names of a list begin with. */
  String listed() {
    return sources.equals(List.of(TOP)) ? "src/" : "";
  }

  private static Node emptied(Node folder) {
    Node empty = folder.copy();
    empty.children.clear();
    return empty;
  }

  private static List<String> sources(Dice dice, Node source, boolean listed, Route route) {
    if (listed) {
      return List.of(route == Route.DAEMON_PULL ? TOP : "src/");
    }
    List<String> plain =
        source.children.keySet().stream()
            .map(name -> new String(name.bytes(), StandardCharsets.ISO_8859_1))
            .filter(name -> name.matches("[\\w.]+"))
            .toList();
    int kind = dice.below(100);
    if (kind < 60 || plain.isEmpty()) {
      return List.of(dice.oneOf(List.of("src/", "src/", "src/", "src/./", "./src/")));
    }
    if (kind < 75) {
      return List.of("src");
    }
    if (kind < 85) {
      return List.of("src/" + dice.oneOf(plain));
    }
    if (kind < 95) {
      return dice.some(plain, 2).stream().map(name -> "src/" + name).toList();
    }
    return List.of("src/", "src/none");
  }
}
