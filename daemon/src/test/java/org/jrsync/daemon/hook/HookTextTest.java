package org.jrsync.daemon.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HookTextTest {

  private static String expand(String template, String value) {
    return HookText.expand(template, Map.of("RSYNC_X", value, "PLAIN", "a b;c")::get);
  }

  @Test
  void valuesOfSessionsAreQuotedForTheirPlace() {
    assertThat(expand("run %RSYNC_X% x", "v-1")).isEqualTo("run 'v-1' x");
    assertThat(expand("run 'a %RSYNC_X%' x", "v")).isEqualTo("run 'a v' x");
    assertThat(expand("run \"a %RSYNC_X%\" x", "v")).isEqualTo("run \"a 'v'\" x");
    assertThat(expand("run \"it's %RSYNC_X%\"", "v")).isEqualTo("run \"it's 'v'\"");
    assertThat(expand("run it\\'s %RSYNC_X%", "v")).isEqualTo("run it\\'s 'v'");
    assertThat(expand("run 'a\\' %RSYNC_X%", "v")).isEqualTo("run 'a\\' 'v'");
    assertThat(expand("%RSYNC_X%", "")).isEqualTo("''");
  }

  @Test
  void otherVariablesAndPercentSignsStayAsTheyAre() {
    assertThat(expand("%PLAIN% %NONE% 5%% %x% %RSYNC_X", "v"))
        .isEqualTo("a b;c %NONE% 5%% %x% %RSYNC_X");
  }

  @Test
  void whatAShellCouldActOnIsRefused() {
    for (char c : "'\"`$\\;&|<>()*?[]# !~{}\n\u007f".toCharArray()) {
      assertThatThrownBy(() -> expand("run '%RSYNC_X%'", "a" + c))
          .isInstanceOf(HookException.class)
          .hasMessage("refusing to run shell hook: %RSYNC_X% holds a shell metacharacter");
    }
  }
}
