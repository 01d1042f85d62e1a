package dev.bulla.cli.command;

import dev.bulla.ArtifactView;
import dev.bulla.ArtifactView.Attached;
import dev.bulla.ArtifactView.Member;
import dev.bulla.cli.frame.Output;
import dev.bulla.oci.Digest;

/** An artifact and what is attached to it as text for graphviz. */
final class ViewDot {
    private final Output output;

    private ViewDot(Output output) {
        this.output = output;
    }

    static void print(Output output, ArtifactView view) {
        output.line("digraph artifact {");
        output.line("  rankdir=LR; node [shape=box];");
        ViewDot dot = new ViewDot(output);
        dot.node(view.root().descriptor().digest(), view.asked() + "\\n" + view.root().what());
        dot.members(view.root());
        Digest subject = view.root().descriptor().digest();
        view.attached().forEach(attachment -> dot.attached(subject, attachment));
        output.line("}");
    }

    private void members(Member parent) {
        for (Member child : parent.members()) {
            node(child.descriptor().digest(), child.role() + "\\n" + child.what());
            output.line("  " + quoted(parent.descriptor().digest().toString()) + " -> "
                    + quoted(child.descriptor().digest().toString()) + ";");
            members(child);
        }
    }

    private void attached(Digest subject, Attached attachment) {
        Digest digest = attachment.descriptor().digest();
        node(digest, attachment.kind() + "\\n" + attachment.what());
        output.line("  " + quoted(digest.toString()) + " -> " + quoted(subject.toString())
                + " [style=dashed, label=\"subject\"];");
        attachment.attached().forEach(counter -> attached(digest, counter));
    }

    private void node(Digest digest, String label) {
        output.line("  " + quoted(digest.toString()) + " [label=" + quoted(label) + "];");
    }

    /** A quoted graphviz id; the line breaks of labels are ours and stay. */
    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }
}
