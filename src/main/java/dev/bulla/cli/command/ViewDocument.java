package dev.bulla.cli.command;

import dev.bulla.ArtifactView;
import dev.bulla.ArtifactView.Attached;
import dev.bulla.ArtifactView.Member;
import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An artifact and what is attached to it as one JSON document. */
final class ViewDocument {
    private ViewDocument() {}

    static Json.Obj of(String schema, ArtifactView view) {
        return Json.Obj.empty()
                .with("schema", Json.text(schema))
                .with("asked", Json.text(view.asked().toString()))
                .with("mediaType", Json.text(view.root().descriptor().mediaType().value()))
                .with("digest", Json.text(view.root().descriptor().digest().toString()))
                .with("size", Json.whole(view.root().descriptor().size()))
                .with("verified", new Json.Bool(false))
                .with("artifact", member(view.root()))
                .with("listedBy", Json.text(view.listedBy().name().toLowerCase(Locale.ROOT)))
                .with("attached", attached(view.attached()))
                .with("notes", Documents.texts(view.notes()));
    }

    private static Json.Obj member(Member member) {
        return Json.Obj.empty()
                .with("role", Json.text(member.role()))
                .with("what", Json.text(member.what()))
                .with("descriptor", Documents.descriptor(member.descriptor()))
                .with("unsigned", texts(member.unsigned()))
                .with("members", new Json.Arr(member.members().stream().<Json>map(ViewDocument::member).toList()));
    }

    private static Json.Arr attached(List<Attached> attachments) {
        return new Json.Arr(attachments.stream().<Json>map(ViewDocument::attachment).toList());
    }

    private static Json.Obj attachment(Attached attachment) {
        return Json.Obj.empty()
                .with("kind", Json.text(attachment.kind()))
                .with("what", Json.text(attachment.what()))
                .with("descriptor", Documents.descriptor(attachment.descriptor()))
                .with("signed", texts(attachment.signed()))
                .with("unsigned", texts(attachment.unsigned()))
                .with("attached", attached(attachment.attached()));
    }

    private static Json.Obj texts(Map<String, String> values) {
        return Descriptor.annotationsJson(values);
    }
}
