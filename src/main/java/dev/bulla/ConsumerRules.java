package dev.bulla;

import dev.bulla.oci.Reference;
import dev.bulla.oci.Tag;
import dev.bulla.policy.Coverage;
import dev.bulla.policy.ExtraFiles;
import dev.bulla.policy.Policy;
import dev.bulla.policy.TrustSource;
import dev.bulla.resolve.PolicyFile;
import dev.bulla.trust.PinDirectory;
import java.util.Optional;

/** What the pins or the policy of a consumer say of a reference before anything is asked. */
final class ConsumerRules {
    private final Trust trust;
    private final Optional<Policy> policy;

    ConsumerRules(Trust trust) {
        this.trust = trust;
        this.policy = trust.policy().map(PolicyFile::policy);
    }

    /** True when an artifact at {@code place} goes, by these rules, under the name {@code signedAs}. */
    boolean names(Reference place, String signedAs) {
        String tag = signedAs.substring(signedAs.lastIndexOf(':') + 1);
        if (policy.isEmpty()) {
            return trust.roots()
                    .covering(place, Optional.empty())
                    .flatMap(pin -> pin.targetName(
                            PinDirectory.spelled(place.place()), place.tag().orElseGet(() -> new Tag(tag))))
                    .filter(signedAs::equals)
                    .isPresent();
        }
        return policy.get().coverage(place) instanceof Coverage.Covered covered
                && signedAs.equals(
                        covered.question().target() + (covered.question().anyTag() ? ":" + tag : ""));
    }

    /** True when what is attached to {@code artifact} may stand in for its TUF repository; a policy may say no. */
    boolean takesAttached(Reference artifact) {
        if (policy.isEmpty()) {
            return true;
        }
        return policy.get().coverage(artifact) instanceof Coverage.Covered covered
                && covered.question().repositories().stream()
                        .map(policy.get().repositories()::get)
                        .allMatch(repository ->
                                repository != null && repository.sources().contains(new TrustSource.Attached()));
    }

    /** True when the policy refuses a thick bundle that brings files which it does not need. */
    boolean refusesExtras(Reference artifact) {
        return policy.isPresent()
                && policy.get().coverage(artifact) instanceof Coverage.Covered covered
                && covered.question().ask().terms().extraFiles() == ExtraFiles.REJECT;
    }
}
