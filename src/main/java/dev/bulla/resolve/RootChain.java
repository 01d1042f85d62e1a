package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.TufLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The roots of a repository that belong together: each vouches for the next. After the loss of a threshold of root keys a
 * repository holds two chains, and the newer one counts.
 */
public final class RootChain {
    private RootChain() {}

    /**
     * The chain that ends with the newest root, ascending; empty when the source has no first root. Whether the first of
     * them is to be trusted is another question.
     */
    public static List<Bytes> newest(RoleSource source) {
        List<Bytes> chain = new ArrayList<>();
        Optional<Rooted> last = Optional.empty();
        for (long version = 1; version <= WholeRepository.MAX_ROLES; version++) {
            Optional<Bytes> file = source.root(version, TufLimits.ROOT_BYTES);
            if (file.isEmpty()) {
                return chain;
            }
            Optional<Rooted> next = last.flatMap(root -> done(root.next(file.get())));
            if (next.isEmpty()) {
                chain.clear();
                next = done(Rooted.pinned(file.get(), WholeRepository.WHATEVER_EXPIRED));
            }
            chain.add(file.get());
            last = next;
        }
        return chain;
    }

    private static Optional<Rooted> done(Step<Rooted> step) {
        return step instanceof Step.Done<Rooted> done ? Optional.of(done.value()) : Optional.empty();
    }
}
