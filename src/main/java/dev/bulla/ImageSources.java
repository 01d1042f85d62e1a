package dev.bulla;

import dev.bulla.cnab.PinnedImage;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.UsageException;
import dev.bulla.relocate.ImageFinder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the places open from which the images of one bundle are taken. */
final class ImageSources implements ImageFinder.Candidates, AutoCloseable {
    private final Places places;
    private final List<Place> given;
    private final Map<Place, Source> open = new LinkedHashMap<>();

    ImageSources(Places places, List<Place> given) {
        this.places = places;
        this.given = List.copyOf(given);
    }

    /** The places named in the call, then the one that the image's own reference names. */
    @Override
    public List<Place> placesOf(PinnedImage image) {
        List<Place> wanted = new ArrayList<>(given);
        try {
            wanted.add(Reference.parse(image.reference()).place());
        } catch (UsageException e) {
            // a bundle may name its images by anything; only a reference can be followed
        }
        return wanted.stream().distinct().toList();
    }

    @Override
    public Source open(Place place) {
        return open.computeIfAbsent(place, places::reading);
    }

    @Override
    public void close() {
        open.values().forEach(Source::close);
    }
}
