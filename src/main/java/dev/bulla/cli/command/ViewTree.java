package dev.bulla.cli.command;

import dev.bulla.ArtifactView;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.render.Node;
import dev.bulla.oci.ReferrerList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An artifact as a tree to draw. */
final class ViewTree {
    private final Output output;
    private final boolean annotations;

    /** With annotations as further leaves, or without. */
    ViewTree(Output output, boolean annotations) {
        this.output = output;
        this.annotations = annotations;
    }

    Node of(ArtifactView view) {
        List<Node> children = new ArrayList<>();
        for (ArtifactView.Member member : view.root().members()) {
            children.add(member(member));
        }
        children.addAll(hints(view.root().unsigned()));
        children.add(attached(view));
        return new Node(
                List.of(
                        view.asked().toString(),
                        output.digest(view.root().descriptor().digest()),
                        view.root().what()),
                children);
    }

    private Node member(ArtifactView.Member member) {
        List<Node> children = new ArrayList<>();
        for (ArtifactView.Member below : member.members()) {
            children.add(member(below));
        }
        children.addAll(hints(member.unsigned()));
        return new Node(
                List.of(member.role(), output.digest(member.descriptor().digest()), output.brief(member.what())),
                children);
    }

    private Node attached(ArtifactView view) {
        String listed = view.listedBy() == ReferrerList.Path.TAG
                ? "; listed by fallback tag, the registry has no referrers API"
                : "";
        if (view.attached().isEmpty()) {
            return Node.leaf("attached: none" + listed);
        }
        List<Node> children = new ArrayList<>();
        for (ArtifactView.Attached attachment : view.attached()) {
            children.add(attached(attachment));
        }
        return new Node(List.of("attached (" + view.attached().size() + ")" + listed), children);
    }

    private Node attached(ArtifactView.Attached attachment) {
        List<Node> children = new ArrayList<>();
        for (ArtifactView.Attached below : attachment.attached()) {
            children.add(attached(below));
        }
        children.addAll(hints(attachment.unsigned()));
        return new Node(
                List.of(attachment.kind(), output.digest(attachment.descriptor().digest()), attachment.what()),
                children);
    }

    private List<Node> hints(Map<String, String> unsigned) {
        List<Node> hints = new ArrayList<>();
        if (annotations) {
            unsigned.forEach((name, value) -> hints.add(Node.leaf(name + " = " + value + " (unverified)")));
        }
        return hints;
    }
}
