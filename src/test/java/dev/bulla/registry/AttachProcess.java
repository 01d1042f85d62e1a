package dev.bulla.registry;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import java.time.Clock;

/** A program that attaches one manifest: what sixteen of them do at the same time is what the tests are about. */
final class AttachProcess {
    private AttachProcess() {}

    /** Arguments: host, repository, digest of the subject, text of the attachment. */
    public static void main(String[] args) {
        HttpSettings settings = HttpSettings.standard(Clock.systemUTC());
        try (RegistryStore store =
                RegistryStore.open(new Place.RegistryPlace(args[0], args[1]), RegistryOptions.standard(settings))) {
            Manifest subject =
                    store.manifest(Digest.parse(args[2]).orElseThrow()).orElseThrow();
            Manifest attachment = Sample.attachment(store, subject, args[3]);
            store.attach(attachment);
        }
    }
}
