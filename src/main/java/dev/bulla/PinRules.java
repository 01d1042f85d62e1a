package dev.bulla;

import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UsageException;
import dev.bulla.resolve.SignedExtras;
import dev.bulla.trust.Pin;
import dev.bulla.tuf.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a pin may say: for whom a root is, and which names a place may have. */
final class PinRules {
    private PinRules() {}

    /** {@code --same-as} in its one spelling: a namespace; for an image layout a repository, or the name of a layout. */
    static String canonical(Namespace namespace, String sameAs) {
        if (sameAs.startsWith("oci:")) {
            if (namespace instanceof Namespace.InLayout) {
                return sameAs;
            }
            throw new UsageException("a namespace of a registry cannot have the names of an image layout");
        }
        if (namespace instanceof Namespace.InRegistry) {
            return Namespace.parse(sameAs).name();
        }
        Reference repository = Reference.parse(sameAs);
        if (repository.digest().isPresent()
                || !repository.equals(Reference.parse(repository.place().toString()))) {
            throw new UsageException("a repository is meant, without tag and digest: " + sameAs);
        }
        return repository.place().toString();
    }

    /**
     * The namespace that the root is for, which must be the one that is pinned.
     *
     * @throws RejectedException {@code ORIGIN_MISMATCH}
     */
    static String origin(Namespace namespace, Optional<String> sameAs, Root root) {
        String said = SignedExtras.originOf(root)
                .orElseThrow(() -> mismatch("the root does not say for which namespace it is"));
        if (namespace instanceof Namespace.InLayout && sameAs.isEmpty()) {
            if (said.startsWith("oci:")) {
                return said; // a layout has no name but the one that its owner gave it
            }
            throw mismatch("the root is for " + said, "name the repository: --same-as " + said + "/REPOSITORY");
        }
        String wanted = sameAs.orElse(namespace.name());
        boolean below = namespace instanceof Namespace.InLayout && wanted.startsWith(said + "/");
        if (!said.equals(wanted) && !below) {
            throw sameAs.isEmpty()
                    ? mismatch("the root is for " + said, "for a copy of it: --same-as " + said)
                    : mismatch("the root is for " + said + ", not for " + wanted);
        }
        return said;
    }

    private static RejectedException mismatch(String what, String... hints) {
        Reason reason = Reason.of(ReasonCode.ORIGIN_MISMATCH, what).with("section", "trust.5.2");
        for (String hint : hints) {
            reason = reason.hint(hint);
        }
        return new RejectedException(reason);
    }

    /**
     * {@code existing} with {@code pin}.
     *
     * @throws ConflictException when the namespace has another root or other names already, or two places of one registry
     *     would have the same names
     */
    static List<Pin> with(List<Pin> existing, Pin pin) {
        List<Pin> changed = new ArrayList<>(existing);
        for (Pin other : existing) {
            if (other.namespace().equals(pin.namespace())) {
                refuseAnother(other, pin);
                changed.remove(other);
            } else if (pin.relocated() && other.relocated() && sameHost(pin, other) && overlap(pin, other)) {
                throw new ConflictException(
                        other.namespace() + " has the names of " + other.names() + " already; two places with one name"
                                + " would be taken for each other",
                        "`bulla trust remove " + other.namespace() + "` first if that one is no longer used");
            }
        }
        changed.add(pin);
        return changed;
    }

    private static void refuseAnother(Pin known, Pin pin) {
        if (!known.root().equals(pin.root())) {
            throw new ConflictException(
                    pin.namespace() + " is pinned to another root already: sha256:" + known.root(),
                    "if its owner has made a new one: `bulla trust reset " + pin.namespace() + " --root FILE`");
        }
        if (!known.names().equals(pin.names())) {
            throw new ConflictException(
                    pin.namespace() + " is pinned already, with the names of " + known.names(),
                    "`bulla trust remove " + pin.namespace() + "` first");
        }
    }

    private static boolean sameHost(Pin one, Pin other) {
        return one.namespace().trustRepository().place() instanceof Place.RegistryPlace first
                && other.namespace().trustRepository().place() instanceof Place.RegistryPlace second
                && first.host().equals(second.host());
    }

    private static boolean overlap(Pin one, Pin other) {
        return (one.names() + "/").startsWith(other.names() + "/")
                || (other.names() + "/").startsWith(one.names() + "/");
    }
}
