package dev.bulla.cli.command;

import dev.bulla.ArtifactView;
import dev.bulla.ArtifactView.Attached;
import dev.bulla.ArtifactView.Member;
import dev.bulla.Inspector;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.oci.ReferrerList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws an artifact, what it consists of and everything attached to it. */
public final class TreeCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("tree", "draw an artifact, its members and everything attached to it")
                .argument("REF", "what to draw")
                .formats(Format.TREE, Format.JSON, Format.DOT)
                .registry()
                .note("Nothing is verified. With -v annotations are drawn too; nothing covers them.")
                .example("bulla tree registry.example/acme/shop:1.4.0");
    }

    @Override
    public ExitCode run(Invocation call) {
        ArtifactView view = new Inspector(Reach.places(call)).view(call.reference(call.argument(0)));
        switch (call.output().format()) {
            case JSON -> call.output().json(ViewDocument.of("bulla.tree/1", view));
            case DOT -> ViewDot.print(call.output(), view);
            default -> new Drawing(call.output(), call.count("--verbose") > 0).draw(view);
        }
        return ExitCode.OK;
    }

    /** A line of the drawing and what hangs below it. */
    private record Branch(String text, List<Branch> below) {}

    private static final class Drawing {
        private final Output output;
        private final boolean annotations;

        Drawing(Output output, boolean annotations) {
            this.output = output;
            this.annotations = annotations;
        }

        void draw(ArtifactView view) {
            Member root = view.root();
            output.line(view.asked() + "  " + output.digest(root.descriptor().digest()) + "  " + root.what());
            List<Branch> branches = new ArrayList<>();
            if (annotations) {
                annotations(root.unsigned()).forEach(branches::add);
            }
            root.members().forEach(member -> branches.add(member(member)));
            branches.add(attached(view));
            draw(branches, "");
            view.notes().forEach(output::note);
            output.line("not verified; use bulla verify");
        }

        private void draw(List<Branch> branches, String indent) {
            boolean lines = output.drawsLines();
            for (int i = 0; i < branches.size(); i++) {
                boolean last = i == branches.size() - 1;
                Branch branch = branches.get(i);
                String fork = lines ? (last ? "└── " : "├── ") : (last ? "`-- " : "|-- ");
                output.line(indent + fork + branch.text());
                draw(branch.below(), indent + (last ? "    " : lines ? "│   " : "|   "));
            }
        }

        private Branch member(Member member) {
            List<Branch> below = new ArrayList<>();
            if (annotations) {
                below.addAll(annotations(member.unsigned()));
            }
            member.members().forEach(child -> below.add(member(child)));
            return new Branch(
                    member.role() + "  " + output.digest(member.descriptor().digest()) + "  " + member.what(), below);
        }

        private Branch attached(ArtifactView view) {
            String path = view.listedBy() == ReferrerList.Path.TAG
                    ? "; listed by fallback tag, the registry has no referrers API"
                    : "";
            if (view.attached().isEmpty()) {
                return new Branch("attached: none" + path, List.of());
            }
            return new Branch(
                    "attached (" + view.attached().size() + ")" + path,
                    view.attached().stream().map(this::attached).toList());
        }

        private Branch attached(Attached attachment) {
            List<Branch> below = new ArrayList<>();
            if (annotations) {
                below.addAll(annotations(attachment.unsigned()));
            }
            attachment.attached().forEach(counter -> below.add(attached(counter)));
            return new Branch(
                    attachment.kind() + "  " + output.digest(attachment.descriptor().digest()) + "  "
                            + attachment.what(),
                    below);
        }

        private static List<Branch> annotations(Map<String, String> unsigned) {
            return unsigned.entrySet().stream()
                    .map(entry -> new Branch("unverified " + entry.getKey() + " = " + entry.getValue(), List.of()))
                    .toList();
        }
    }
}
