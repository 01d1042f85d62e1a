package dev.bulla.registry;

import dev.bulla.oci.PinMode;
import java.util.Optional;
import java.util.Set;

/**
 * How a registry is used.
 *
 * @param http how requests are made
 * @param credentials where logins come from
 * @param tokenHosts hosts besides the registry's own domain that may be sent its credentials as token services
 * @param referrers how attachments are listed
 * @param alsoTag whether the fallback tag is written even where the referrers API works
 * @param settling how tags are written that several writers change
 * @param uploads how blobs are sent
 * @param pins what keeps manifests from the garbage collector; empty to go on as an artifact was published
 */
public record RegistryOptions(
        HttpSettings http,
        CredentialSource credentials,
        Set<String> tokenHosts,
        ReferrersMode referrers,
        boolean alsoTag,
        Settling settling,
        UploadSettings uploads,
        Optional<PinMode> pins) {
    /** Copies the hosts. */
    public RegistryOptions {
        tokenHosts = Set.copyOf(tokenHosts);
    }

    /** Anonymous, referrers found by asking, standard waits. */
    public static RegistryOptions standard(HttpSettings http) {
        return new RegistryOptions(
                http,
                CredentialSource.anonymous(),
                Set.of(),
                ReferrersMode.AUTO,
                false,
                Settling.standard(),
                UploadSettings.standard(),
                Optional.empty());
    }

    /** The same with other HTTP settings. */
    public RegistryOptions withHttp(HttpSettings other) {
        return new RegistryOptions(other, credentials, tokenHosts, referrers, alsoTag, settling, uploads, pins);
    }

    /** The same with other credentials. */
    public RegistryOptions withCredentials(CredentialSource other) {
        return new RegistryOptions(http, other, tokenHosts, referrers, alsoTag, settling, uploads, pins);
    }

    /** The same with other token services. */
    public RegistryOptions withTokenHosts(Set<String> other) {
        return new RegistryOptions(http, credentials, other, referrers, alsoTag, settling, uploads, pins);
    }

    /** The same with another way to list attachments. */
    public RegistryOptions withReferrers(ReferrersMode other) {
        return new RegistryOptions(http, credentials, tokenHosts, other, alsoTag, settling, uploads, pins);
    }

    /** The same, writing the fallback tag always or only where it is needed. */
    public RegistryOptions withAlsoTag(boolean other) {
        return new RegistryOptions(http, credentials, tokenHosts, referrers, other, settling, uploads, pins);
    }

    /** The same with other waits around shared tags. */
    public RegistryOptions withSettling(Settling other) {
        return new RegistryOptions(http, credentials, tokenHosts, referrers, alsoTag, other, uploads, pins);
    }

    /** The same with other uploads. */
    public RegistryOptions withUploads(UploadSettings other) {
        return new RegistryOptions(http, credentials, tokenHosts, referrers, alsoTag, settling, other, pins);
    }

    /** The same with another way to keep manifests. */
    public RegistryOptions withPins(Optional<PinMode> other) {
        return new RegistryOptions(http, credentials, tokenHosts, referrers, alsoTag, settling, uploads, other);
    }
}
