package dev.bulla.resolve;

import dev.bulla.cnab.PinnedImage;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the targets of images in the TUF repository of their bundle: by the image's own name, or under any other name of the
 * bundle's namespace that has its digest. Names outside that namespace do not count: its keys have no say in them.
 */
final class ImageTargets {
    /** Names tried for one image; an image with more tags is found by one of them. */
    private static final int MAX_NAMES = 16;

    private final Lookup roles;
    private final String prefix;

    /** Targets of {@code roles} whose names begin as that of the bundle, up to its last component. */
    ImageTargets(Lookup roles, TargetPath bundle) {
        this.roles = roles;
        String name = bundle.value().substring(0, Math.max(0, bundle.value().lastIndexOf(':')));
        this.prefix = namespaceOf(name);
    }

    /** How names of the namespace of a repository begin; an image layout is its own. */
    static String namespaceOf(String repository) {
        int slash = repository.lastIndexOf('/');
        return slash < 0 ? repository + ":" : repository.substring(0, slash + 1);
    }

    /** The target of an image, confirmed by a search of its own. */
    Optional<Found> of(PinnedImage image) {
        Digest digest = image.descriptor().digest();
        for (String name : names(image, digest)) {
            Optional<Found> found = find(name, digest);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Set<String> names(PinnedImage image, Digest digest) {
        Set<String> names = new LinkedHashSet<>();
        nameOf(image).filter(name -> name.startsWith(prefix)).ifPresent(names::add);
        suggest(roles.roles().targets(), digest, names);
        roles.visited().forEach(role -> suggest(role, digest, names));
        return names;
    }

    /** The image's name in one spelling, with its tag. */
    static Optional<String> nameOf(PinnedImage image) {
        try {
            Reference named = Reference.parse(image.reference());
            return named.place() instanceof Place.RegistryPlace
                    ? named.tag().map(tag -> named.place() + ":" + tag)
                    : Optional.empty();
        } catch (UsageException e) {
            return Optional.empty(); // a name that no role can list
        }
    }

    private void suggest(Signed<Targets> role, Digest digest, Set<String> names) {
        role.role().forEach((path, info) -> {
            if (names.size() < MAX_NAMES
                    && path.value().startsWith(prefix)
                    && digest.hex()
                            .equals(info.hashes()
                                    .listed()
                                    .get(digest.algorithm().wireName()))) {
                names.add(path.value());
            }
        });
    }

    private Optional<Found> find(String name, Digest digest) {
        try {
            return roles.find(new TargetPath(name)) instanceof Step.Done<Found> found && isListed(found.value(), digest)
                    ? Optional.of(found.value())
                    : Optional.empty();
        } catch (RejectedException | NotFoundException | JsonException e) {
            return Optional.empty(); // a name that no role can list, or a role that is not there: not proven
        }
    }

    static boolean isListed(Found target, Digest digest) {
        return !TargetMatch.isRevoked(target.info())
                && digest.hex()
                        .equals(target.info()
                                .hashes()
                                .listed()
                                .get(digest.algorithm().wireName()));
    }
}
