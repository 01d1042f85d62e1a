package dev.bulla.cli.help;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.Flag;
import dev.bulla.cli.frame.Group;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the completion scripts of shells from the command tree. */
public final class Completion {
    /** The shells that are served. */
    public static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private final StringBuilder script = new StringBuilder();

    private Completion() {}

    /** The script for {@code shell}, one of {@link #SHELLS}. */
    public static String of(String shell, Group tree) {
        Completion completion = new Completion();
        switch (shell) {
            case "bash" -> completion.bash(tree);
            case "zsh" -> completion.zsh(tree);
            case "fish" -> completion.fish(tree);
            default -> throw new IllegalArgumentException(shell);
        }
        return completion.script.toString();
    }

    private void bash(Group tree) {
        script.append("""
                # bash completion of bulla; load with: source <(bulla completion bash)
                _bulla() {
                  local path= known= i
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in -*) ;; *) path="$path ${COMP_WORDS[i]}" ;; esac
                  done
                  case "$path " in
                """);
        cases(tree, "    ");
        script.append("""
                  esac
                  COMPREPLY=($(compgen -W "$known" -- "${COMP_WORDS[COMP_CWORD]}"))
                }
                complete -o default -F _bulla bulla
                """);
    }

    private void zsh(Group tree) {
        script.append("""
                #compdef bulla
                # zsh completion of bulla; load with: source <(bulla completion zsh)
                _bulla() {
                  local path_ known word
                  for word in "${(@)words[2,CURRENT-1]}"; do
                    case $word in -*) ;; *) path_="$path_ $word" ;; esac
                  done
                  case "$path_ " in
                """);
        cases(tree, "    ");
        script.append("""
                  esac
                  compadd -- ${=known}
                  _files
                }
                compdef _bulla bulla
                """);
    }

    /** One branch for each command, longer paths first, then the top. */
    private void cases(Group tree, String indent) {
        for (Entry entry : entries(tree)) {
            if (!entry.path().isEmpty()) {
                script.append(indent)
                        .append("\" ")
                        .append(entry.path())
                        .append(" \"*) known=\"")
                        .append(String.join(" ", entry.known()))
                        .append("\" ;;\n");
            }
        }
        script.append(indent)
                .append("\" \") known=\"")
                .append(String.join(" ", tree.words()))
                .append("\" ;;\n");
    }

    private void fish(Group tree) {
        script.append("# fish completion of bulla; load with: bulla completion fish | source\n");
        for (String word : tree.words()) {
            Command command = tree.find(word);
            if (command != null) {
                fishWord("__fish_use_subcommand", word, command);
                String seen = "__fish_seen_subcommand_from " + word;
                fishFlags(seen, command);
                if (command instanceof CommandGroup group) {
                    fishVerbs(group, seen);
                }
            }
        }
    }

    private void fishVerbs(CommandGroup group, String seen) {
        String none = seen + "; and not __fish_seen_subcommand_from " + String.join(" ", group.words());
        for (String verb : group.words()) {
            Command below = group.find(verb);
            if (below != null) {
                fishWord(none, verb, below);
                String here = seen + "; and __fish_seen_subcommand_from " + verb;
                fishFlags(here, below);
                if (below instanceof CommandGroup deeper) {
                    fishVerbs(deeper, here);
                }
            }
        }
    }

    private void fishWord(String when, String word, Command command) {
        script.append("complete -c bulla -n '")
                .append(when)
                .append("' -a ")
                .append(word)
                .append(" -d '")
                .append(quoted(command.model().summary()))
                .append("'\n");
    }

    private void fishFlags(String when, Command command) {
        for (Flag flag : command.model().flags()) {
            script.append("complete -c bulla -n '").append(when).append('\'');
            for (String name : flag.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            script.append(flag.takesValue() ? " -r" : "")
                    .append(" -d '")
                    .append(quoted(flag.meaning()))
                    .append("'\n");
        }
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }

    private record Entry(String path, List<String> known) {}

    private static List<Entry> entries(Group tree) {
        List<Entry> found = new ArrayList<>();
        for (String word : tree.words()) {
            collect(word, tree.find(word), found);
        }
        return found;
    }

    private static void collect(String path, @Nullable Command command, List<Entry> found) {
        if (command == null) {
            return;
        }
        List<String> known = new ArrayList<>();
        if (command instanceof CommandGroup group) {
            known.addAll(group.words());
            for (String word : group.words()) {
                collect(path + " " + word, group.find(word), found);
            }
        }
        for (Flag flag : command.model().flags()) {
            known.addAll(flag.names());
        }
        found.add(new Entry(path, known));
    }
}
