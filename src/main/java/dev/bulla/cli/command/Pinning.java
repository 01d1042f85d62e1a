package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.TrustLock;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.TrustRepository;
import java.util.Optional;

/** Pinned roots as a call names them. */
public final class Pinning {
    /** What the flag means. */
    static final String LOCK = "refuse what is older than this trust.lock has seen";

    private Pinning() {}

    /** The flags of {@link #judging}, for a command that takes no keys in hand. */
    public static CommandModel flags(CommandModel model) {
        return model.flag("--as NAME", "the name REF was signed under, where no pin says so")
                .flag("--policy FILE", Policies.MEANING)
                .flag("--state DIR", "keep what was last seen of pinned roles there");
    }

    /** The pins of this machine; {@code --state} moves what changes. */
    static Trust trust(Invocation call, Places places) {
        return new Trust(
                places, call.directories().trust(), call.option("--state").map(call::path));
    }

    /** {@code model} with the flag that names a lock to keep to. */
    public static CommandModel lock(CommandModel model) {
        return model.flag("--lock FILE", LOCK);
    }

    /** What judges artifacts: the policy that the call or the machine has, else the pins; and the lock that the call names. */
    public static Trust judging(Invocation call, Places places) {
        return locked(call, unlocked(call, places));
    }

    /** The same whatever lock the call names. */
    public static Trust unlocked(Invocation call, Places places) {
        if (call.has("--as") && Policies.file(call).isPresent()) {
            throw call.wrongUse("is judged by a policy, whose rewrite rules make names: --as has no use");
        }
        return byPolicy(call, places);
    }

    /** As {@link #judging} for files, which have no name that a policy could begin with but the one that the call gives. */
    static Trust judgingFiles(Invocation call, Places places) {
        return locked(call, byPolicy(call, places));
    }

    private static Trust byPolicy(Invocation call, Places places) {
        Trust pins = trust(call, places);
        return Policies.file(call).map(policy -> pins.under(policy, call.now())).orElse(pins);
    }

    private static Trust locked(Invocation call, Trust trust) {
        return call.option("--lock")
                .map(file -> trust.lockedBy(TrustLock.in(call.path(file))))
                .orElse(trust);
    }

    /** A namespace as the user wrote it; a layout's path is relative to where the program was started. */
    static Namespace namespace(Invocation call, String written) {
        Namespace namespace = Namespace.parse(written);
        return namespace instanceof Namespace.InLayout layout
                ? Namespace.of(new Place.LayoutPlace(
                        call.path(layout.place().path().toString()),
                        layout.place().tar()))
                : namespace;
    }

    /** The TUF repository that {@code --trust-repo} names. */
    static Optional<TrustRepository> repository(Invocation call) {
        return call.option("--trust-repo")
                .map(written -> new TrustRepository(call.reference(written).place()));
    }
}
