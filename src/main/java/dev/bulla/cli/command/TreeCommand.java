package dev.bulla.cli.command;

import dev.bulla.ArtifactView;
import dev.bulla.Inspector;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.render.DotText;
import dev.bulla.cli.render.Node;
import dev.bulla.cli.render.TreeText;
import java.util.List;

/** Draws an artifact, its members and everything attached. */
public final class TreeCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("tree", "draw an artifact, its members and everything attached to them")
                .argument("REF", "what to draw")
                .formats(Format.TREE, Format.TEXT, Format.JSON, Format.DOT)
                .registry()
                .note(
                        "It shows what the place says and judges nothing. With -v annotations are shown, which nobody signed.");
    }

    @Override
    public ExitCode run(Invocation call) {
        ArtifactView view = new Inspector(Reach.places(call)).view(call.reference(call.argument(0)));
        view.notes().forEach(call.output()::note);
        if (!call.output().isText()) {
            call.output().json(ViewDocument.of("bulla.tree/1", view, false));
            return ExitCode.OK;
        }
        Node tree = new ViewTree(call.output(), call.has("--verbose")).of(view);
        lines(call, tree).forEach(call.output()::line);
        if (call.output().format() != Format.DOT) {
            call.output().line("not verified; use bulla verify");
        }
        return ExitCode.OK;
    }

    private static List<String> lines(Invocation call, Node tree) {
        return switch (call.output().format()) {
            case DOT -> DotText.of(tree);
            case TEXT -> TreeText.draw(tree, TreeText.Lines.NONE);
            case TREE, JSON, MERMAID ->
                TreeText.draw(tree, call.output().drawsLines() ? TreeText.Lines.BOX : TreeText.Lines.ASCII);
        };
    }
}
