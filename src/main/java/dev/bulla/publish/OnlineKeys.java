package dev.bulla.publish;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Signer;
import dev.bulla.outcome.KeyException;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RoleSigner;
import dev.bulla.tuf.edit.SigningProgress;
import java.util.ArrayList;
import java.util.List;

/**
 * The secret keys at hand. A file is signed with those of them that its delegator lists, and with no other.
 *
 * @param signers the keys, each opened when it first signs
 */
public record OnlineKeys(List<Signer> signers) {
    /** Copies the list. */
    public OnlineKeys {
        signers = List.copyOf(signers);
    }

    /** Those that {@code keys} lists, under its ids. */
    public List<Signer> of(RoleKeys keys) {
        List<Signer> listed = new ArrayList<>();
        signers.forEach(signer -> RoleSigner.of(signer, keys).ifPresent(listed::add));
        return listed;
    }

    /** True when the threshold of {@code keys} can be met with what is at hand. */
    public boolean canSign(RoleKeys keys) {
        return of(keys).stream()
                        .map(signer -> signer.publicKey().material())
                        .distinct()
                        .count()
                >= keys.threshold();
    }

    /**
     * Signs {@code file} with every key that counts for it.
     *
     * @throws KeyException when too few are at hand; the message says which role, the hints which keys are missing
     */
    public RoleFile sign(RoleFile file, RoleName role, RoleKeys keys) {
        if (!canSign(keys)) {
            throw missing(role, keys);
        }
        RoleFile signed = file.withSignatures(of(keys));
        SigningProgress.of(signed, role, keys, "its delegator")
                .then(SigningProgress::demandComplete)
                .orThrow();
        return signed;
    }

    private KeyException missing(RoleName role, RoleKeys keys) {
        List<String> hints = new ArrayList<>();
        keys.ids().stream().limit(5).map(KeyId::brief).forEach(id -> hints.add("a key of " + role + " is " + id));
        if (keys.threshold() > 1) {
            hints.add(
                    "with holders on other machines: bulla role stage, then bulla role sign on each, then role publish");
        }
        return new KeyException(
                role + " is signed by " + keys.threshold() + " of " + keys.ids().size() + " keys, " + of(keys).size()
                        + " of them given",
                hints.toArray(String[]::new));
    }
}
