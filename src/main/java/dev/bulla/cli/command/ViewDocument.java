package dev.bulla.cli.command;

import dev.bulla.ArtifactView;
import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An artifact as a document. */
final class ViewDocument {
    private final boolean attributes;

    private ViewDocument(boolean attributes) {
        this.attributes = attributes;
    }

    /** The document of this schema, with every attribute or with the structure alone. */
    static Json.Obj of(String schema, ArtifactView view, boolean attributes) {
        ViewDocument document = new ViewDocument(attributes);
        List<Json> attached = new ArrayList<>();
        view.attached().forEach(attachment -> attached.add(document.attached(attachment)));
        return Json.Obj.empty()
                .with("schema", Json.text(schema))
                .with("asked", Json.text(view.asked().toString()))
                .with("verified", new Json.Bool(false))
                .with("artifact", document.member(view.root()))
                .with("attached", new Json.Arr(attached))
                .with("listedBy", Json.text(view.listedBy().name().toLowerCase(Locale.ROOT)))
                .with("notes", Documents.texts(view.notes()));
    }

    private Json.Obj member(ArtifactView.Member member) {
        Json.Obj document = Json.Obj.empty()
                .with("role", Json.text(member.role()))
                .with("what", Json.text(member.what()))
                .with("descriptor", Documents.descriptor(member.descriptor()));
        if (attributes) {
            document = document.with("unsigned", values(member.unsigned()));
        }
        List<Json> members = new ArrayList<>();
        member.members().forEach(below -> members.add(member(below)));
        return members.isEmpty() ? document : document.with("members", new Json.Arr(members));
    }

    private Json.Obj attached(ArtifactView.Attached attachment) {
        Json.Obj document = Json.Obj.empty()
                .with("kind", Json.text(attachment.kind()))
                .with("what", Json.text(attachment.what()))
                .with("descriptor", Documents.descriptor(attachment.descriptor()));
        if (attributes) {
            document = document.with("signed", values(attachment.signed()))
                    .with("unsigned", values(attachment.unsigned()));
        }
        List<Json> below = new ArrayList<>();
        attachment.attached().forEach(one -> below.add(attached(one)));
        return below.isEmpty() ? document : document.with("attached", new Json.Arr(below));
    }

    private static Json.Obj values(Map<String, String> values) {
        Map<String, Json> members = new LinkedHashMap<>();
        values.forEach((name, value) -> members.put(name, Json.text(value)));
        return new Json.Obj(members);
    }
}
