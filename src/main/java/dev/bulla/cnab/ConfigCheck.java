package dev.bulla.cnab;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks 8.1, 8.2 and 8.9: the way from the index to {@code bundle.json}, and that nothing travels beside it. */
final class ConfigCheck {
    /** Every type under which a writer has stored {@code bundle.json}; CNAB 201 names one that no writer used. */
    private static final Set<MediaType> CONFIG_TYPES = Set.of(
            ConfigTier.CNAB.configType(),
            ConfigTier.OCI_CONFIG.configType(),
            ConfigTier.DOCKER.configType(),
            new MediaType("application/vnd.cnab.bundle.config.v1+json"));

    private ConfigCheck() {}

    /** 8.1: length and every listed hash of the raw bytes. */
    static Optional<Reason> trusted(TrustedBundle trusted, StoredBundle stored) {
        if (trusted.target().isEmpty()) {
            return Optional.empty(); // the signed index leads to the bytes by digest, 8.2 and 8.7
        }
        TrustedBundle.Target target = trusted.target().get();
        if (target.hashes().isEmpty()) {
            return Optional.of(Reason.of(ReasonCode.UNKNOWN_HASH, "bundle.json: no trusted hash is sha256 or sha512"));
        }
        if (stored.bundle().length() != target.length()) {
            return Optional.of(
                    mismatch("bundle.json has " + stored.bundle().length() + " bytes, trusted are " + target.length())
                            .with("expected", target.length())
                            .with("found", stored.bundle().length()));
        }
        for (Digest hash : target.hashes()) {
            Digest found = Digest.of(hash.algorithm(), stored.bundle());
            if (!found.equals(hash)) {
                return Optional.of(mismatch("bundle.json is " + found + ", trusted is " + hash)
                        .with("expected", hash.toString())
                        .with("found", found.toString()));
            }
        }
        return Optional.empty();
    }

    /** 8.2: one config child, which is the config manifest, whose config is {@code bundle.json}. */
    static Optional<Reason> config(StoredBundle stored) {
        List<Descriptor> configs = stored.index().configs();
        if (configs.size() != 1) {
            return Optional.of(StoredBundle.configCount(configs.size()));
        }
        ImageManifest manifest = stored.configManifest();
        Descriptor child = configs.get(0);
        if (!child.digest().matches(manifest.raw())
                || child.size() != manifest.raw().length()
                || !child.mediaType().equals(manifest.mediaType())) {
            return Optional.of(RepresentationCheck.difference(
                    "config manifest is not the one that the index names",
                    child.digest().toString(),
                    manifest.digest().toString()));
        }
        Descriptor config = manifest.config();
        if (!CONFIG_TYPES.contains(config.mediaType())) {
            return Optional.of(RepresentationCheck.difference(
                    "config of " + child.digest() + " has media type " + config.mediaType() + ", not one of a bundle",
                    ConfigTier.CNAB.configType().value(),
                    config.mediaType().value()));
        }
        if (!config.digest().matches(stored.bundle())
                || config.size() != stored.bundle().length()) {
            return Optional.of(RepresentationCheck.difference(
                    "config of " + child.digest() + " is not bundle.json",
                    Digest.of(stored.bundle()).toString(),
                    config.digest().toString()));
        }
        return layers(manifest, config);
    }

    /** Tier 3 repeats the config as its one layer; there is nothing else to carry. */
    private static Optional<Reason> layers(ImageManifest manifest, Descriptor config) {
        List<Descriptor> layers = manifest.layers();
        boolean none = layers.isEmpty();
        boolean repeated = layers.size() == 1 && layers.get(0).pointsAtSameAs(config);
        return none || repeated
                ? Optional.empty()
                : Optional.of(RepresentationCheck.difference(
                        "config manifest " + manifest.digest() + " has a layer other than bundle.json",
                        config.digest().toString(),
                        layers.get(0).digest().toString()));
    }

    /** 8.9: neither subject nor foreign locations nor inlined content nor artifact types. */
    static Optional<Reason> nothingElse(StoredBundle stored) {
        if (stored.index().index().subject().isPresent()) {
            return unexpected("bundle index", "subject");
        }
        if (stored.configManifest().subject().isPresent()) {
            return unexpected("config manifest", "subject");
        }
        for (Descriptor child : stored.index().index().manifests()) {
            Optional<String> member = unexpectedMember(child);
            if (member.isPresent()) {
                return unexpected("child " + child.digest() + " of the bundle index", member.get());
            }
            if (!child.mediaType().isManifest()) {
                return unexpected(
                        "child " + child.digest() + " of the bundle index", "media type " + child.mediaType());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unexpectedMember(Descriptor child) {
        if (!child.urls().isEmpty()) {
            return Optional.of("urls");
        }
        if (child.data().isPresent()) {
            return Optional.of("data");
        }
        return child.artifactType().isPresent() ? Optional.of("artifactType") : Optional.empty();
    }

    private static Optional<Reason> unexpected(String where, String what) {
        return Optional.of(
                RepresentationCheck.difference(where + " has " + what + ", which a bundle never has", "none", what));
    }

    private static Reason mismatch(String message) {
        return Reason.of(ReasonCode.HASH_MISMATCH, message);
    }
}
