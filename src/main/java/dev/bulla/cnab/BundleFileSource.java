package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Step;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plain {@code bundle.json} seen as the repository that a push of it would make, the images left out: index and config
 * manifest follow from its bytes alone (section 1, rule 3), in the normal form and in every fallback form, so that it can
 * be compared with whichever of them was signed.
 */
public final class BundleFileSource implements Source {
    private final Place origin;
    private final Bytes bundle;
    private final ThinBundle normal;
    private final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
    private final Map<Digest, Manifest> indexes = new LinkedHashMap<>();

    private BundleFileSource(Place origin, ThinBundle normal) {
        this.origin = origin;
        this.bundle = normal.bundle().raw();
        this.normal = normal;
    }

    /**
     * Reads {@code bundle}.
     *
     * @param origin where the file lies, for messages
     * @return refused as {@link Bundle#parse} and {@link ThinBundle#of(Bundle)} refuse
     */
    public static Step<BundleFileSource> of(Bytes bundle, Place origin) {
        return Bundle.parse(bundle)
                .then(parsed -> ThinBundle.of(parsed).map(normal -> {
                    BundleFileSource source = new BundleFileSource(origin, normal);
                    source.add(normal);
                    for (IndexForm form : IndexForm.values()) {
                        for (ConfigTier tier : ConfigTier.values()) {
                            ThinBundle.of(parsed, tier, form).map(source::add);
                        }
                    }
                    return source;
                }));
    }

    private ThinBundle add(ThinBundle thin) {
        manifests.put(thin.configManifest().digest(), thin.configManifest());
        manifests.put(thin.index().digest(), thin.index());
        indexes.put(thin.index().digest(), thin.index());
        return thin;
    }

    /** The index in its normal form. */
    public Manifest index() {
        return normal.index();
    }

    /** The index in every form that a push may have stored, the normal one first. */
    public List<Manifest> indexes() {
        return List.copyOf(indexes.values());
    }

    @Override
    public Place place() {
        return origin;
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return Optional.empty();
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return Optional.ofNullable(manifests.get(digest));
    }

    @Override
    public boolean hasManifest(Digest digest) {
        return manifests.containsKey(digest);
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return blob.digest().matches(bundle);
    }

    @Override
    public InputStream blob(Descriptor blob) {
        if (!hasBlob(blob)) {
            throw new NotFoundException("blob " + blob.digest() + " is not in " + origin + ", which is a bundle.json");
        }
        return new VerifiedStream(bundle.newInputStream(), blob, origin.toString());
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        return new ReferrerList(List.of(), ReferrerList.Path.LAYOUT);
    }

    /** Nothing to release. */
    @Override
    public void close() {}
}
