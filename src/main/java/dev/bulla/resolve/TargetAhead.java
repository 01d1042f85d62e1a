package dev.bulla.resolve;

import dev.bulla.bytes.HashFunction;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.ReadAhead;
import dev.bulla.outcome.RejectedException;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks for everything that the checks of an artifact will need, as soon as it is known what that is: the config manifest of
 * a bundle with its index, {@code bundle.json}, layouts, their keys and links with the trusted entry. Nothing is judged
 * here; what does not read is told by the check that needs it.
 */
final class TargetAhead {
    private final ReadAhead artifacts;

    TargetAhead(ReadAhead artifacts) {
        this.artifacts = artifacts;
    }

    /** Asks for what the index of a bundle leads to. */
    void index(Manifest artifact) {
        if (artifact instanceof ImageIndex index) {
            List<Descriptor> configs = BundleIndex.of(index).configs();
            if (configs.size() == 1) {
                artifacts.askManifest(configs.get(0));
            }
        }
    }

    /** Asks for what a trusted entry leads to. */
    void entry(Lookup roles, Found target, Manifest artifact) {
        if (artifact instanceof ImageIndex index
                && BundleIndex.isLikely(index)
                && target.info().length() != artifact.raw().length()) {
            ask(target.info(), Bundle.MAX_BYTES);
        }
        try {
            Targets top = roles.roles().targets().role();
            for (BoundLayout layout : BoundLayout.applying(top, target.path())) {
                ask(layout.info(), InTotoLimits.MAX_DOCUMENT_BYTES);
                layout.keys().forEach(key -> top.target(key).ifPresent(this::document));
            }
            for (TargetPath path : listed(target.info())) {
                entry(roles, path).ifPresent(this::document);
            }
        } catch (RejectedException | JsonException e) {
            // the check of the supply chain says what is wrong
        }
    }

    private void document(TargetInfo info) {
        ask(info, InTotoLimits.MAX_DOCUMENT_BYTES);
    }

    private void ask(TargetInfo info, int limit) {
        String sha256 = info.hashes().known().get(HashFunction.SHA256);
        Optional<Digest> digest =
                sha256 == null ? Optional.empty() : Digest.parse(HashFunction.SHA256.wireName() + ":" + sha256);
        digest.ifPresent(address -> artifacts.askBlob(
                Descriptor.of(new MediaType("application/octet-stream"), address, info.length()), limit));
    }

    /** An entry of a role that is here already: of the right one or another, which costs a request at most. */
    private static Optional<TargetInfo> entry(Lookup roles, TargetPath path) {
        List<Signed<Targets>> known = new ArrayList<>(List.of(roles.roles().targets()));
        known.addAll(roles.visited());
        return known.stream().flatMap(role -> role.role().target(path).stream()).findFirst();
    }

    private static List<TargetPath> listed(TargetInfo info) {
        List<TargetPath> paths = new ArrayList<>();
        Optional<Json> member = BoundLayout.custom(info).flatMap(custom -> custom.get(BoundLayout.IN_TOTO));
        if (member.isPresent() && member.get() instanceof Json.Arr array) {
            array.items().stream()
                    .limit(InTotoLimits.MAX_DOCUMENTS)
                    .filter(Json.Text.class::isInstance)
                    .forEach(item -> paths.add(new TargetPath(((Json.Text) item).value())));
        }
        return paths;
    }
}
