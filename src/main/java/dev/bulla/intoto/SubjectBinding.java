package dev.bulla.intoto;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the chain must have made (intoto.md section 2 step 14): otherwise a valid chain of another product would pass.
 *
 * @param bundle digest of {@code bundle.json}, where the product is a bundle
 * @param manifests digests of the bundle index or image manifest
 */
public record SubjectBinding(Optional<Digest> bundle, Set<Digest> manifests) {
    private static final String BUNDLE_FILE = "bundle.json";

    private static final String PURL = "pkg:oci/";

    /** Copies {@code manifests}; refuses a binding to nothing. */
    public SubjectBinding {
        manifests = Set.copyOf(manifests);
        if (bundle.isEmpty() && manifests.isEmpty()) {
            throw new IllegalArgumentException("a subject without digest binds nothing");
        }
    }

    /** What content of a place is called: a package URL without host, so that rules survive relocation (intoto.md 11.4). */
    public static String nameOf(Place place, Digest content) {
        return PURL + place.shortName() + "@" + content;
    }

    /** The artifacts among {@code products} that are the subject; none when the chain made something else. */
    List<String> among(Artifacts products) {
        return products.hashes().entrySet().stream()
                .filter(product -> names(product.getKey(), product.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean names(String name, Map<String, String> hashes) {
        if (name.equals(BUNDLE_FILE)) {
            return has(bundle.stream().toList(), hashes);
        }
        return name.startsWith(PURL)
                && manifests.stream().anyMatch(digest -> has(List.of(digest), hashes) && agrees(name, digest));
    }

    private static boolean has(Collection<Digest> wanted, Map<String, String> hashes) {
        return wanted.stream()
                .anyMatch(digest ->
                        digest.hex().equals(hashes.get(digest.algorithm().wireName())));
    }

    /** A package URL that names a version names this digest, whether the colon is escaped or not. */
    private static boolean agrees(String name, Digest digest) {
        int at = name.indexOf('@');
        if (at < 0) {
            return true;
        }
        int end = name.indexOf('?', at);
        String version = end < 0 ? name.substring(at + 1) : name.substring(at + 1, end);
        return version.replace("%3A", ":").replace("%3a", ":").equals(digest.toString());
    }
}
