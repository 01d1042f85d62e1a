package dev.bulla.attach;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A verified signature over a signature manifest: the only attachment of an attachment (oci-graph section 1). It is shown,
 * and counts only for a rule that asks for it.
 *
 * @param over the signature manifest that was signed
 * @param keyId the key that signed it, one of those given
 */
public record Countersignature(Digest over, KeyId keyId) {
    /** The countersignatures of {@code signature} that verify under the keys of {@code quorum}. */
    public static List<Countersignature> of(Source source, ImageManifest signature, Quorum quorum) {
        Descriptor target = signature.descriptor();
        List<Countersignature> verified = new ArrayList<>();
        Attachments attached = Attachments.of(source, target.digest(), Optional.empty());
        for (ImageManifest manifest : attached.manifests(Kind.SIGNATURE)) {
            if (SignatureManifest.read(manifest, source) instanceof Step.Done<SignatureManifest> counter
                    && SignatureCount.of(
                                    DescriptorSignature.message(target),
                                    counter.value().over(target),
                                    quorum)
                            instanceof Step.Done<SignatureCount> count) {
                count.value()
                        .verified()
                        .keySet()
                        .forEach(id -> verified.add(new Countersignature(target.digest(), id)));
            }
        }
        return verified;
    }
}
