package dev.bulla.attach;

import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the keys that signed an artifact beside its roles: over its descriptor, or over a tag record that says its name and
 * has not expired (trust.md section 9).
 */
public final class DetachedSignatures {
    private final Descriptor subject;
    private final List<SignatureManifest> signatures = new ArrayList<>();
    /** What a signature may be over. */
    private final List<Descriptor> signed = new ArrayList<>();

    private DetachedSignatures(Descriptor subject) {
        this.subject = subject.plain();
        signed.add(this.subject);
    }

    /**
     * Reads what is attached to {@code subject}; what does not read counts for nothing.
     *
     * @param name the name that a tag record has to say
     * @param at the time that a record's expiry is compared with
     */
    public static DetachedSignatures of(
            Source source, Descriptor subject, Attachments attachments, String name, Instant at) {
        DetachedSignatures read = new DetachedSignatures(subject);
        for (ImageManifest manifest : attachments.manifests(Kind.SIGNATURE)) {
            if (SignatureManifest.read(manifest, source) instanceof Step.Done<SignatureManifest> done
                    && done.value().subject().pointsAtSameAs(read.subject)) {
                read.signatures.add(done.value());
            }
        }
        for (ImageManifest manifest : attachments.manifests(Kind.TAG_RECORD)) {
            if (TagRecord.read(manifest) instanceof Step.Done<TagRecord> record
                    && record.value().ref().equals(name)
                    && !record.value().isExpired(at)) {
                read.signed.add(manifest.descriptor());
            }
        }
        return read;
    }

    /**
     * The distinct keys of {@code quorum} that signed.
     *
     * @return {@code LIMIT_EXCEEDED} when there are more signatures than are looked at
     */
    public Step<List<PublicKey>> by(Quorum quorum) {
        Map<Object, PublicKey> keys = new LinkedHashMap<>();
        for (Descriptor over : signed) {
            List<KeyedSignature> entries = signatures.stream()
                    .flatMap(signature -> signature.over(over).stream())
                    .filter(entry -> quorum.allowed().contains(entry.keyId()))
                    .toList();
            Step<SignatureCount> count = SignatureCount.of(DescriptorSignature.message(over), entries, quorum);
            if (count instanceof Step.Refused<SignatureCount> refused) {
                return Step.refused(refused.reason());
            }
            count.orThrow().verified().values().forEach(key -> keys.putIfAbsent(key.material(), key));
        }
        return Step.done(List.copyOf(keys.values()));
    }
}
