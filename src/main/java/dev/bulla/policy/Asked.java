package dev.bulla.policy;

import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import java.util.List;
import java.util.Optional;

/**
 * A reference as rules compare it.
 *
 * @param text place and tag, or the place alone
 * @param anyTag true when no tag was named, so that any may be meant
 * @param registry true when the text is a target path as it stands; an image layout has no name of its own
 */
record Asked(String text, boolean anyTag, boolean registry) {
    static Asked of(Reference asked) {
        boolean registry = asked.place() instanceof Place.RegistryPlace;
        return asked.tag().isPresent()
                ? new Asked(asked.place() + ":" + asked.tag().get(), false, registry)
                : new Asked(asked.place().toString(), true, registry);
    }

    /** The tag that was named. */
    Optional<String> tag() {
        return anyTag ? Optional.empty() : Optional.of(text.substring(text.lastIndexOf(':') + 1));
    }

    Optional<List<String>> captures(NamePattern pattern) {
        return anyTag ? pattern.matchRepository(text) : pattern.match(text);
    }

    /** The target path, or while any tag may be meant its part before the tag. */
    Optional<String> target(Optional<Rewrite> rewrite, List<String> captures) {
        if (rewrite.isEmpty()) {
            return registry ? Optional.of(text) : Optional.empty();
        }
        return anyTag ? rewrite.get().applyRepository(captures) : rewrite.get().apply(captures);
    }
}
