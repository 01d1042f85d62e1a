package dev.bulla;

import dev.bulla.ArtifactView.Attached;
import dev.bulla.attach.Attachment;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.DescriptorSignature;
import dev.bulla.attach.Evidence;
import dev.bulla.attach.Kind;
import dev.bulla.attach.SignatureManifest;
import dev.bulla.attach.TagRecord;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is attached to an artifact, for looking at: what signatures cover apart from what nothing covers. */
final class AttachedViews {
    private final Source source;

    AttachedViews(Source source) {
        this.source = source;
    }

    List<Attached> of(Attachments attachments) {
        return attachments.found().stream()
                .map(attachment -> view(attachment, true))
                .toList();
    }

    /** Countersignatures are the only attachments of attachments, so the look goes no deeper than them. */
    private Attached view(Attachment attachment, boolean countersignatures) {
        Manifest manifest = attachment.manifest();
        if (attachment.kind() == Kind.SIGNATURE && manifest instanceof ImageManifest image) {
            return signature(image, countersignatures);
        }
        if (attachment.kind() == Kind.TAG_RECORD && manifest instanceof ImageManifest image) {
            return tagRecord(image);
        }
        if (attachment.kind() == Kind.EVIDENCE && manifest instanceof ImageManifest image) {
            return new Attached(
                    "evidence",
                    Evidence.summary(image),
                    manifest.descriptor(),
                    Map.of(),
                    manifest.annotations(),
                    List.of());
        }
        String type = manifest.artifactType().map(MediaType::value).orElse("no artifact type");
        return new Attached(
                words(attachment.kind()), type, manifest.descriptor(), Map.of(), manifest.annotations(), List.of());
    }

    private Attached signature(ImageManifest manifest, boolean countersignatures) {
        Map<String, String> signed = new LinkedHashMap<>();
        String what;
        switch (SignatureManifest.read(manifest, source)) {
            case Step.Done<SignatureManifest> done -> {
                List<String> keyIds = done.value().bodies().stream()
                        .flatMap(body -> body.signatures().stream())
                        .map(KeyedSignature::keyId)
                        .map(Object::toString)
                        .distinct()
                        .toList();
                done.value()
                        .bodies()
                        .forEach(body -> signed.put("signs " + body.signed().digest(), describe(body)));
                what = keyIds.size() + (keyIds.size() == 1 ? " key  " : " keys  ") + String.join(", ", keyIds);
            }
            case Step.Refused<SignatureManifest> refused ->
                what = "unreadable: " + refused.reason().message();
        }
        List<Attached> counter = countersignatures
                ? Attachments.of(source, manifest.digest(), Optional.empty()).found().stream()
                        .map(one -> view(one, false))
                        .toList()
                : List.of();
        return new Attached("signature", what, manifest.descriptor(), signed, manifest.annotations(), counter);
    }

    private static String describe(DescriptorSignature body) {
        String keyIds =
                body.signatures().stream().map(entry -> entry.keyId().value()).collect(Collectors.joining(", "));
        return body.signed().mediaType() + ", " + body.signed().size() + " bytes, by " + keyIds;
    }

    private static Attached tagRecord(ImageManifest manifest) {
        return switch (TagRecord.read(manifest)) {
            case Step.Done<TagRecord> done ->
                new Attached(
                        "tag record",
                        done.value().ref() + " v" + done.value().version() + ", expires "
                                + done.value().expires(),
                        manifest.descriptor(),
                        manifest.annotations(),
                        Map.of(),
                        List.of());
            case Step.Refused<TagRecord> refused ->
                new Attached(
                        "tag record",
                        "unreadable: " + refused.reason().message(),
                        manifest.descriptor(),
                        Map.of(),
                        manifest.annotations(),
                        List.of());
        };
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case SIGNATURE -> "signature";
            case CAPSULE -> "capsule";
            case EVIDENCE -> "evidence";
            case TAG_RECORD -> "tag record";
            case RECEIPT -> "receipt";
            case NOTARY -> "notary signature";
            case OTHER -> "other";
        };
    }
}
