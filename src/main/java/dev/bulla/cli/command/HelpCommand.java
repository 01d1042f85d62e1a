package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Group;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.help.HelpText;
import dev.bulla.cli.help.TopScreen;
import dev.bulla.cli.help.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Help about the program, a command or a topic. */
public final class HelpCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("help", "show help about a command or a topic")
                .optional("TOPIC", "a command such as verify or key, or a topic")
                .optional("VERB", "the second word of a command such as key new")
                .optional("WORD", "the third word of a command such as in-toto layout new")
                .note("topics: " + String.join(", ", Topic.words()));
    }

    @Override
    public ExitCode run(Invocation call) {
        call.output().page(page(call));
        return ExitCode.OK;
    }

    private static String page(Invocation call) {
        List<String> words = call.arguments();
        if (words.isEmpty()) {
            return TopScreen.full(call.tree());
        }
        Command command = find(call.tree(), words);
        if (command != null) {
            return HelpText.of(command);
        }
        Topic topic = words.size() == 1 ? Topic.named(words.get(0)) : null;
        if (topic == null) {
            throw call.wrongUse("knows no command and no topic '" + String.join(" ", words) + "'; topics are "
                    + String.join(", ", Topic.words()));
        }
        return topic.page();
    }

    private static @Nullable Command find(Group tree, List<String> words) {
        @Nullable Group group = tree;
        Command command = null;
        for (String word : words) {
            command = group == null ? null : group.find(word);
            if (command == null) {
                return null;
            }
            group = command instanceof CommandGroup below ? below : null;
        }
        return command;
    }
}
