package dev.bulla.publish;

import dev.bulla.attach.Enclosed;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleFiles;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Source;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Appends signatures of witnesses to the timestamp that stands (trust.md section 10.4): the same version with the same
 * signed bytes, in the same generation; nothing else hashes the file.
 */
public final class Cosigning implements HeadChange {
    private final Source blobs;
    private final Bytes pinned;
    private final String origin;
    private final String signedSha256;
    private final List<KeyedSignature> cosignatures;

    /**
     * A change of the head in {@code blobs}.
     *
     * @param pinned the root from which what stands is verified
     * @param origin the namespace
     * @param signedSha256 the timestamp that was signed, by its canonical signed bytes
     * @param cosignatures signatures that verified
     */
    public Cosigning(
            Source blobs, Bytes pinned, String origin, String signedSha256, List<KeyedSignature> cosignatures) {
        this.blobs = blobs;
        this.pinned = pinned;
        this.origin = origin;
        this.signedSha256 = signedSha256;
        this.cosignatures = List.copyOf(cosignatures);
    }

    @Override
    public Optional<Generation> upon(Optional<Manifest> head) {
        Optional<Standing> standing = head.map(this::read);
        if (standing.isEmpty() || !isOver(standing.get()) || holdsAll(standing.get())) {
            return Optional.empty(); // another timestamp stands by now: the witnesses sign that one next
        }
        RoleFile signed = RoleFile.of(standing.get().timestamp().raw()).orThrow();
        for (KeyedSignature cosignature : cosignatures) {
            signed = signed.merge(withAlone(signed, cosignature)).orThrow();
        }
        RoleSet after = standing.get().files().with(RoleName.TIMESTAMP, signed.version(), signed.bytes());
        Standing.of(after, blobs, pinned);
        Enclosed enclosed = head.map(Enclosed::of).orElse(Enclosed.NONE);
        return Optional.of(
                new Generation(signed.version(), enclosed.in(HeadManifest.builder(origin, after.layers())), Map.of()));
    }

    /** The same role with one signature. */
    private static RoleFile withAlone(RoleFile file, KeyedSignature cosignature) {
        Bytes entry = OlpcWriter.write(cosignature.toJson());
        return RoleFile.of(Bytes.utf8("{\"signatures\":[")
                        .concat(entry)
                        .concat(Bytes.utf8("],\"signed\":"))
                        .concat(file.canonical())
                        .concat(Bytes.utf8("}")))
                .orThrow();
    }

    private boolean isOver(Standing standing) {
        return standing.timestamp().signedSha256().equals(signedSha256);
    }

    private boolean holdsAll(Standing standing) {
        return standing.timestamp().signatures().containsAll(cosignatures);
    }

    private Standing read(Manifest head) {
        return Standing.of(RoleSet.of(RoleFiles.read(head).orThrow()), blobs, pinned);
    }

    /** {@inheritDoc} A head with another timestamp holds it as well, in so far as nothing is left to do upon it. */
    @Override
    public boolean isIn(Manifest head) {
        Standing standing = read(head);
        return !isOver(standing) || holdsAll(standing);
    }

    /** {@inheritDoc} Never: what stands under the tag of this generation is the head before. */
    @Override
    public boolean follows(Manifest claim, Manifest head) {
        return false;
    }
}
