package org.jrsync.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts in the shells that they are for; shells that are not here are skipped. */
class CompletionTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SCRIPTS = ROOT.resolve("completions");

  @TempDir Path folder;

  @Test
  void bash() throws Exception {
    shell("bash", "-n", SCRIPTS.resolve("jrsync.bash").toString());
    assertThat(bash("--delete-b")).containsExactly("--delete-before");
    assertThat(bash("--ma")).contains("--max-size=", "--max-delete=");
    assertThat(bash("-a", "--no-own")).containsExactly("--no-owner");
    assertThat(bash("--compress-choice", "=", "z")).containsExactly("zstd", "zlibx", "zlib");
    assertThat(bash("--zc", "lz")).containsExactly("lz4");
    assertThat(bash("--info", "=", "name,st")).containsExactly("name,stats");
    assertThat(bash("--exclude-from", "=", "fi")).containsExactly("file");
    assertThat(bash("--partial-dir", "")).containsExactly("sub");
    assertThat(bash("-a", "")).containsExactlyInAnyOrder("file", "sub");
    assertThat(bash("s")).containsExactlyInAnyOrder("serve", "sub");
    assertThat(bash("serve", "--wri")).containsExactly("--writable");
    assertThat(bash("serve", "")).containsExactly("sub");
    assertThat(bash("--daemon", "--conf")).containsExactly("--config=");
    assertThat(bash("--config")).isEmpty();
  }

  @Test
  void fish() throws Exception {
    shell("fish", "-n", SCRIPTS.resolve("jrsync.fish").toString());
    assertThat(fish("--delete-b")).containsExactly("--delete-before");
    assertThat(fish("-a --no-own")).containsExactly("--no-owner");
    assertThat(fish("--compress-choice=zl")).allMatch(word -> word.contains("zlib")).hasSize(2);
    assertThat(fish("--info=name,st")).allMatch(word -> word.endsWith("name,stats")).hasSize(1);
    assertThat(fish("--partial-dir=s")).allMatch(word -> word.endsWith("sub/")).hasSize(1);
    assertThat(fish("-a fi")).containsExactly("file");
    assertThat(fish("se")).contains("serve");
    assertThat(fish("serve --wri")).containsExactly("--writable");
    assertThat(fish("--daemon --conf")).containsExactly("--config");
    assertThat(fish("--config")).isEmpty();
  }

  @Test
  void zsh() throws Exception {
    shell("zsh", "-n", SCRIPTS.resolve("_jrsync").toString());
    assertThat(zsh("--delete-b")).isEqualTo("--delete-before");
    assertThat(zsh("-a --no-own")).isEqualTo("-a --no-owner");
    assertThat(zsh("--compress-choice=zs")).isEqualTo("--compress-choice=zstd");
    // The comma goes away again when a blank is typed.
    assertThat(zsh("--info=name,st")).isEqualTo("--info=name,stats,");
    assertThat(zsh("--partial-dir=s")).isEqualTo("--partial-dir=sub/");
    assertThat(zsh("-av fi")).isEqualTo("-av file");
    assertThat(zsh("se")).isEqualTo("serve");
    assertThat(zsh("serve --wri")).isEqualTo("serve --writable");
    assertThat(zsh("serve s")).isEqualTo("serve sub/");
    assertThat(zsh("--daemon --conf")).isEqualTo("--daemon --config=");
  }

  /** What bash offers for the last of these words behind the program's name. */
  private List<String> bash(String... words) throws Exception {
    StringBuilder script = new StringBuilder("compopt() { :; }\n. ");
    script.append(SCRIPTS.resolve("jrsync.bash")).append("\nCOMP_WORDS=(jrsync");
    for (String word : words) {
      script.append(" '").append(word).append('\'');
    }
    script.append(")\nCOMP_CWORD=").append(words.length);
    script.append("\n_jrsync\n((${#COMPREPLY[@]} == 0)) || printf '%s\\n' \"${COMPREPLY[@]}\"\n");
    return shell("bash", "--norc", "-c", script.toString()).lines().toList();
  }

  /** What fish offers for a command line, without the descriptions. */
  private List<String> fish(String line) throws Exception {
    String script =
        "source " + SCRIPTS.resolve("jrsync.fish") + "; complete -C 'jrsync " + line + "'";
    List<String> words = new ArrayList<>();
    shell("fish", "--no-config", "-c", script)
        .lines()
        .forEach(word -> words.add(word.split("\t", 2)[0]));
    return words;
  }

  /** What zsh makes of a command line when the tabulator key is pressed: one match is filled in. */
  private String zsh(String line) throws Exception {
    String script =
        """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'PROMPT=; RPROMPT=; unsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste'
        zpty -w shell 'fpath=(SCRIPTS $fpath); autoload -Uz compinit; compinit -u -d $HOME/dump; setopt noautoremoveslash'
        zpty -w shell 'show() { print -r -- "<<$BUFFER>>"; BUFFER=; zle accept-line }; zle -N show; bindkey "^X" show'
        zpty -w shell 'print REA""DY'
        zpty -r -m shell out '*READY*'
        zpty -n -w shell $'jrsync LINE\\t\\x18'
        zpty -r -m shell out '*<<*>>*'
        zpty -d shell
        print -r -- "$out"
        """
            .replace("SCRIPTS", SCRIPTS.toString())
            .replace("LINE", line);
    String shown = shell("zsh", "-f", "-c", script);
    int start = shown.lastIndexOf("<<jrsync ");
    assertThat(start).as(shown).isNotNegative();
    return shown
        .substring(start + "<<jrsync ".length(), shown.indexOf(">>", start))
        .stripTrailing();
  }

  /**
   * What a shell prints, in a folder with a file and a folder; skips the test without the shell.
   */
  private String shell(String... command) throws IOException, InterruptedException {
    Path work = folder.resolve("work");
    if (!Files.exists(work)) {
      Files.createDirectories(work.resolve("sub"));
      Files.writeString(work.resolve("file"), "");
    }
    return Tool.output(work, Path.of("/dev/null"), command);
  }
}
