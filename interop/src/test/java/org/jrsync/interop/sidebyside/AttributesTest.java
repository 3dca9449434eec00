package org.jrsync.interop.sidebyside;

import static org.jrsync.interop.sidebyside.Scene.Route.LOCAL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_BY_SHELL;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The rarer attributes: what is printed and what is on disk is compared with rsync's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttributesTest {
  /** Owners, and times but those of the test itself. */
  private static final String LOOK =
      "; find . -printf '%P %m %U:%G\\n' | sort;"
          + " cd dst; find . ! -type d -printf '%P %A@ %T@\\n' | sort"
          + " | sed -E 's/ 1[2-9][0-9]{8}[.][0-9]+/ NOW/g';"
          + " getfattr -hRd -m - . 2>/dev/null; getfacl -Rn . 2>/dev/null || true";

  private static final String TREES =
      "mkdir -p src/d dst; echo one >src/one; echo two >src/two; echo three >src/d/three;"
          + " chmod 755 src/two; ln -s one src/link; mkfifo src/pipe; cp src/one dst/two;"
          + " echo old >dst/one; chmod 700 dst/one; chmod 640 dst/two;"
          + " touch -h -d @1000000000 src/* src/d/* src dst/two;"
          + " touch -ah -d @1100000000.5 src/one src/two src/link src/pipe src/d/three;"
          + " touch -d @900000000 dst/one;";

  private static final String OWNERS =
      " chown 1000:1001 src/one; chown -h 2000:0 src/two src/link;";

  private static final String XATTRS =
      "mkdir -p src/d dst/d; cd src; echo one >f1; echo two >f2; echo three >d/f3; ln -s f1 l;"
          + " L=$(head -c 200 /dev/zero | tr '\\0' x); M=$(head -c 300 /dev/zero | tr '\\0' y);"
          + " s() { setfattr -h -n \"$@\"; }; s user.short -v abc f1; s user.long -v $L f1;"
          + " s user.foo -v bar d; s user.long -v $M d; s user.long -v $L f2;"
          + " s user.long2 -v $M f2; cp -a f2 f4; s trusted.bar -v t d/f3; s trusted.l -v x l;"
          + " s security.foo -v s f4; s user.rsync.%stat -v '100644 0,0 0:0' d/f3;"
          + " s user.empty d/f3; ln f1 h1; ln f1 h2; touch -h -d @1000000000 * d/*; cd ..;"
          + " cp -a src/f2 dst/f2; s user.long -v $M dst/f2; s user.extra -v q dst/f2;"
          + " s user.long -v $M dst/d; s user.old -v 1 dst/d; echo old >dst/f1;"
          + " s user.long -v $L dst/f1; cp -p src/d/f3 dst/d/f3; touch -d @1000000000 src;";

  private static final String ACLS =
      "mkdir -p src/d src/e dst/d; cd src; echo one >f1; echo two >f2; echo x >f4; echo y >f5;"
          + " echo three >d/f3; ln -s f1 l; mkfifo p; a() { setfacl -m \"$@\"; };"
          + " a u:1000:rw,g:bin:r,m::rwx f1 f5; a u:daemon:rwx f2; chmod g-w f2; a m::r f4;"
          + " a u:1000:rx d; a d:u:1000:rwx,d:g:2000:x d; a d:g::rx e; a g:3000:w p;"
          + " a u:bin:x d/f3; chmod 4755 d/f3; touch -h -d @1000000000 * d/*; cd ..;"
          + " cp -p src/f2 src/f4 dst; a u:3:r dst/f2; setfacl -b dst/f4; a d:u:5:rwx dst/d;"
          + " touch -d @1000000000 src dst/f2;";

  private static final String OWNERS_OF_NODES =
      " mknod src/dev c 1 3; mknod src/blk b 7 9; chown 1000:1001 src/f1 src/dev;"
          + " chown -h 1000:5 src/l; chmod 1777 src/e; touch -h -d @1000000000 src/* src;";

  private static final String SPECIAL =
      "mkdir -p src/d dst; cd src; echo one >f1; echo two >f2; echo x >d/f3; chmod 4755 f1;"
          + " chmod 444 f2; chmod 2755 d; chown -R 1000:1001 f2 d; cd ..;";

  private static final String UNTOUCHED = "--open-noatime";

  private static final String ALIKE = " cp -a src chk; rm -r dst; mkdir dst;";

  @AutoClose private final Stage stage = new Stage(LOOK);

  private static List<Scene> scenes() {
    boolean root = System.getProperty("user.name", "").equals("root");
    List<Scene> all = new ArrayList<>();
    for (Scene.Route route : List.of(LOCAL, PULL_BY_SHELL, PUSH_BY_SHELL)) {
      String setup = TREES + (root ? OWNERS : "");
      all.add(Scene.of(route, "executability", setup, "-rtEi"));
      all.add(Scene.of(route, "access times", setup, "-rltUi"));
      all.add(Scene.of(route, "access times of all but links", setup, "-aUJi"));
      all.add(Scene.of(route, "access times, theirs untouched", setup, "-aUUi"));
      if (root && route != PULL_BY_SHELL) {
        all.add(Scene.of(route, "users by name", setup, "-ai", "--usermap=1000:5,2*:6,root:7"));
        all.add(Scene.of(route, "groups", setup, "-rti", "--groupmap=:8,*:nosuch"));
        all.add(Scene.of(route, "a map without names", setup, "-ai", "--numeric-ids", "--chown=3"));
        all.add(Scene.of(route, "an owner for all", setup, "-rti", "--chown=daemon:bin"));
        all.add(Scene.of(route, "not as root", setup, "-ai", "--no-super"));
        all.add(Scene.of(route, "another's name", setup + "chmod 777 dst;", "-rti", "--copy-as=1"));
        String foreign = setup + "chmod 777 dst; touch -ad @900000000 src src/d;";
        all.add(Scene.of(route, "others' untouched", foreign, "-r", "--copy-as=1", UNTOUCHED));
        all.add(Scene.of(route, "followed", foreign, "-rk", "--copy-as=1", UNTOUCHED).anyOrder());
        all.add(Scene.of(route, "untouched", foreign, "-rt", UNTOUCHED));
      }
    }
    if (root) {
      for (Scene.Route route : List.of(LOCAL, PULL_BY_SHELL, PUSH_BY_SHELL)) {
        all.add(Scene.of(route, "extended attributes", XATTRS, "-aXi"));
        all.add(Scene.of(route, "access control lists", ACLS, "-aAi"));
      }
      String devices = ACLS + OWNERS_OF_NODES;
      all.add(Scene.of(LOCAL, "faked", devices, "-aAXi", "--fake-super"));
      all.add(Scene.of(PUSH_BY_SHELL, "faked there", devices, "-aAXi", "-M--fake-super"));
      String special = SPECIAL + " cp -a src/. dst;";
      all.add(Scene.of(LOCAL, "special modes faked", special, "-ai", "--fake-super"));
      all.add(Scene.of(LOCAL, "no parent", SPECIAL, "-rR", "--no-implied-dirs", "--copy-as=1"));
      all.add(Scene.of(PULL_BY_SHELL, "faked here", devices, "-aXi", "--fake-super"));
      all.add(Scene.of(LOCAL, "alike", XATTRS + ALIKE, "-aXi", "--copy-dest=../chk"));
      all.add(Scene.of(LOCAL, "linked", XATTRS + ALIKE, "-aXiH", "--link-dest=../chk"));
      String standard = ACLS + " setfacl -d -m u::rwx,g::rx,o::- dst;";
      all.add(Scene.of(LOCAL, "default lists", standard, "-rti"));
      all.add(Scene.of(LOCAL, "all extended attributes", XATTRS, "-aXXiH"));
      all.add(Scene.of(PUSH_BY_SHELL, "some", XATTRS, "-aXi", "--filter=-x user.l*"));
      all.add(Scene.of(PULL_BY_SHELL, "old links", XATTRS, "-aXiH", "--protocol=30"));
      all.add(Scene.of(PUSH_BY_SHELL, "lists by number", ACLS, "-aAXi", "--numeric-ids"));
      all.add(Scene.of(PULL_BY_SHELL, "lists by map", ACLS, "-aAi", "--usermap=1000:7,bin:9"));
      all.add(Scene.of(LOCAL, "lists and modes", ACLS, "-aAi", "--no-i-r", "--chmod=g+w,o-r"));
    }
    all.add(Scene.of(LOCAL, "no such user", TREES, "-a", "--usermap=a").anyOrder());
    return all;
  }

  @TestFactory
  Stream<DynamicTest> isWhatRsyncDoes() {
    return stage.tests(scenes());
  }
}
