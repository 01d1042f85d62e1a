package dev.bulla.cnab;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Check 8.10: fetches and hashes every manifest, config and layer below the images of a bundle. */
final class DeepCheck {
    private static final String NAME = "cnab.8.10";
    private static final int BUFFER = 1 << 16;

    private DeepCheck() {}

    static Step<List<Check>> run(List<PinnedImage> images, Source source) {
        try {
            ImageWalk walk = new ImageWalk(descriptor -> source.manifest(descriptor.digest()));
            for (PinnedImage image : images) {
                refuseSubject(image, source);
                walk.add(image.descriptor(), image.label());
            }
            long bytes = 0;
            for (Descriptor blob : walk.blobs().values()) {
                bytes += read(blob, source);
            }
            List<Check> checks = new ArrayList<>();
            for (Descriptor layer : walk.foreign()) {
                checks.add(Check.note(NAME, "layer " + layer.digest() + " says that it lies elsewhere, not hashed"));
            }
            checks.add(Check.ok(
                    NAME,
                    walk.manifests().size() + " manifests and " + walk.blobs().size() + " blobs of " + bytes
                            + " bytes hashed"));
            return Step.done(checks);
        } catch (RejectedException e) {
            return Step.refused(e.reason().with("check", NAME));
        }
    }

    /** An image that is an attachment of something else is no image of a bundle (trust.md section 8). */
    private static void refuseSubject(PinnedImage image, Source source) {
        boolean attached = source.manifest(image.descriptor().digest())
                .filter(manifest -> manifest.subject().isPresent())
                .isPresent();
        if (attached) {
            throw new RejectedException(Reason.of(
                            ReasonCode.REPRESENTATION,
                            image.label() + " has a subject, which a bundle's image never has")
                    .with("component", image.label()));
        }
    }

    private static long read(Descriptor blob, Source source) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = source.blob(blob)) {
            while (in.read(buffer) >= 0) {
                // the stream verifies what it hands on
            }
            return blob.size();
        } catch (NotFoundException e) {
            throw new RejectedException(
                    ReasonCode.INCOMPLETE, "blob " + blob.digest() + " of an image is absent in " + source.place());
        } catch (IOException e) {
            throw new UnreachableException(
                    "reading blob " + blob.digest() + " from " + source.place() + " failed: " + e.getMessage(), e);
        }
    }
}
