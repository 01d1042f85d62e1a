package dev.bulla.relocate;

import dev.bulla.cnab.PinnedImage;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for the image of a bundle in the places where it may be, always by the digest that {@code bundle.json} names. */
public final class ImageFinder {
    /** Where an image may be found. */
    public interface Candidates {
        /** Places that may have {@code image}, best first; none is connected to for saying so. */
        List<Place> placesOf(PinnedImage image);

        /** Opens one of them; the owner of the candidates keeps it open while images are moved, and closes it. */
        Source open(Place place);
    }

    private final Candidates candidates;

    /** Looks in {@code candidates}. */
    public ImageFinder(Candidates candidates) {
        this.candidates = candidates;
    }

    record Found(Source source, Manifest manifest) {}

    /**
     * The first source that has the image.
     *
     * @throws RejectedException {@code INCOMPLETE} when none has it, {@code REPRESENTATION} when one has the digest under
     *     another type or size; the failure of a place that could not be asked when no other has it
     */
    Found find(PinnedImage image) {
        List<String> asked = new ArrayList<>();
        Optional<BullaException> failure = Optional.empty();
        for (Place place : candidates.placesOf(image)) {
            asked.add(place.toString());
            try {
                Source source = candidates.open(place);
                Optional<Manifest> manifest = source.manifest(image.descriptor().digest());
                if (manifest.isPresent()) {
                    return new Found(source, matching(image, manifest.get()));
                }
            } catch (RejectedException e) {
                throw e;
            } catch (BullaException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        throw new RejectedException(Reason.of(
                        ReasonCode.INCOMPLETE,
                        image.label() + " " + image.reference() + " ("
                                + image.descriptor().digest() + ") is in none of: " + String.join(", ", asked))
                .with("missing", image.descriptor().digest().toString())
                .hint("name the place that has the images with --images-from"));
    }

    private static Manifest matching(PinnedImage image, Manifest manifest) {
        if (!manifest.descriptor().pointsAtSameAs(image.descriptor())) {
            throw new RejectedException(Reason.of(
                    ReasonCode.REPRESENTATION,
                    image.label() + ": the stored manifest is " + manifest.mediaType() + " of "
                            + manifest.raw().length() + " bytes, bundle.json says "
                            + image.descriptor().mediaType() + " of "
                            + image.descriptor().size()));
        }
        return manifest;
    }
}
