package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.MediaType;
import java.util.Optional;

/**
 * The three forms of a config manifest, in the order in which a writer tries them: a lower one only when a registry refuses
 * the one above (section 4.3). Each gives the manifest, and with it the bundle index, another digest; {@code bundle.json}
 * stays the same.
 */
public enum ConfigTier {
    /** The normal form. */
    CNAB("application/vnd.cnab.config.v1+json"),
    /** For registries that know only image configs. */
    OCI_CONFIG("application/vnd.oci.image.config.v1+json"),
    /** For registries that know only Docker manifests, and want a layer in them. */
    DOCKER("application/vnd.docker.container.image.v1+json");

    private final String configType;

    ConfigTier(String configType) {
        this.configType = configType;
    }

    /** Media type that the config descriptor gives {@code bundle.json}. */
    public MediaType configType() {
        return new MediaType(configType);
    }

    /** Media type of the manifest. */
    public MediaType manifestType() {
        return this == DOCKER ? MediaType.DOCKER_MANIFEST : MediaType.OCI_MANIFEST;
    }

    /** What to try when a registry refuses this one. */
    public Optional<ConfigTier> next() {
        return switch (this) {
            case CNAB -> Optional.of(OCI_CONFIG);
            case OCI_CONFIG -> Optional.of(DOCKER);
            case DOCKER -> Optional.empty();
        };
    }

    /** The exact bytes of the config manifest of {@code bundle}. */
    Bytes write(Bytes bundle) {
        Descriptor config = Descriptor.of(configType(), bundle);
        return this == DOCKER ? docker(config) : oci(config);
    }

    /** Tiers 1 and 2 with any config media type: compact, with the {@code null} that the existing tools write. */
    static Bytes oci(Descriptor config) {
        return Bytes.utf8("{\"schemaVersion\":2,\"config\":{"
                + GoJson.member("mediaType", config.mediaType().value()) + ","
                + GoJson.member("digest", config.digest().toString()) + ",\"size\":" + config.size()
                + "},\"layers\":null}");
    }

    private static Bytes docker(Descriptor config) {
        String inner = "{\n%      \"mediaType\": "
                + GoJson.quote(config.mediaType().value())
                + ",\n%      \"size\": " + config.size()
                + ",\n%      \"digest\": " + GoJson.quote(config.digest().toString())
                + "\n%   }";
        return Bytes.utf8("{\n   \"schemaVersion\": 2,\n   \"mediaType\": "
                + GoJson.quote(MediaType.DOCKER_MANIFEST.value())
                + ",\n   \"config\": " + inner.replace("%", "")
                + ",\n   \"layers\": [\n      " + inner.replace("%", "   ")
                + "\n   ]\n}");
    }
}
