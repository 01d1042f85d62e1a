package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.help.Completion;

/** Prints the completion script of a shell. */
public final class CompletionCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("completion", "print the completion script of a shell")
                .argument("SHELL", String.join(", ", Completion.SHELLS))
                .example("source <(bulla completion bash)");
    }

    @Override
    public ExitCode run(Invocation call) {
        String shell = call.argument(0);
        if (!Completion.SHELLS.contains(shell)) {
            throw call.wrongUse("knows " + String.join(", ", Completion.SHELLS) + ", not '" + shell + "'");
        }
        call.output().page(Completion.of(shell, call.tree()));
        return ExitCode.OK;
    }
}
