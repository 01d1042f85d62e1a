package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Relocator;
import dev.bulla.Trust;
import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidenceUse;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UsageException;
import dev.bulla.publish.Standing;
import dev.bulla.publish.roles.LayoutBinding;
import dev.bulla.publish.roles.LinkListing;
import dev.bulla.publish.roles.RoleDrafting;
import dev.bulla.resolve.EvidenceAttaching;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Evidence that is attached and listed by the roles of the artifact's namespace: layouts bound by top-level targets, links
 * listed beside the artifact. Both are staged for those who have the keys, or signed and published at once.
 */
public final class EvidenceBinding {
    private final Invocation call;
    private final Reference asked;
    private final List<EvidenceDocument> documents;

    /** Of these documents, read already. */
    public EvidenceBinding(Invocation call, Reference asked, List<EvidenceDocument> documents) {
        this.call = call;
        this.asked = asked;
        this.documents = List.copyOf(documents);
    }

    /** {@code model} with the flags of roles. */
    public static CommandModel flags(CommandModel model) {
        return RoleEditing.flags(
                model.flag("--applies-to PATTERN...", "names that --layout binds, as target path patterns")
                        .flag("--not-before-seq N", "the layout is good for entries with this seq and higher")
                        .flag("--besides", "let another layout apply to the same names: either will do")
                        .flag("--role ROLE", "the role that lists --link; else the one that lists REF"));
    }

    /** True when the call wants roles changed. */
    public static boolean asked(Invocation call) {
        return call.has("--applies-to") || call.has("--sign-key") || call.has("--output") || call.has("--dry-run");
    }

    /** Attaches, shows what would be signed, and does what the flags of roles say. */
    public ExitCode run() {
        RoleEditing.check(call);
        Namespace namespace = Namespace.of(asked.place());
        try (RoleWork work = new RoleWork(call, namespace.toString(), namespace)) {
            Standing standing = work.standing();
            String origin = work.origin(standing);
            TargetPath name = asked.tag()
                    .flatMap(tag -> namespace.targetName(origin, asked.place(), tag))
                    .map(TargetPath::new)
                    .orElseThrow(() -> new UsageException(
                            asked + " names no tag, and names are what a namespace signs", "give the tag"));
            EvidenceAttaching.Target target = attached(name);
            Map<TargetPath, Bytes> links = of(target, EvidenceUse.STEP);
            RoleDrafting drafting = work.drafting(standing, RoleName.TARGETS);
            if (call.has("--applies-to")) {
                LayoutBinding binding = binding(target);
                binding.in(drafting, name);
                call.output()
                        .say("layout " + binding.layout() + " will apply to " + String.join(", ", binding.appliesTo())
                                + ": what has such a name and does not meet it will be refused");
            }
            if (!links.isEmpty()) {
                LinkListing listing = new LinkListing(
                        name, LinkListing.entry(target.kind(), target.signed(), target.artifact()), links);
                listing.in(
                        drafting,
                        call.option("--role")
                                .map(role -> TargetFlags.role(call, role))
                                .orElseGet(() -> listing.role(drafting)));
            }
            ExitCode done = new RoleEditing(call, work).finish(drafting.staged(origin));
            if (done == ExitCode.OK && !call.has("--output") && !call.has("--dry-run")) {
                renewCapsule();
            }
            return done;
        }
    }

    /** What is attached to the artifact is as old as its signature; the roles have changed since. */
    private void renewCapsule() {
        Places places = Reach.places(call);
        Trust trust = Pinning.trust(call, places);
        if (!trust.covers(asked, Optional.empty())) {
            return; // for lack of a pin nobody can tell the roles apart
        }
        try {
            Relocator.of(places).renew(asked, new Relocator.Judge(trust, Optional.empty(), call.now())).stream()
                    .filter(capsule -> capsule.state() == Relocator.Refreshed.State.ATTACHED)
                    .forEach(capsule -> call.output()
                            .say("renewed the capsule of " + asked + ": timestamp v" + capsule.timestamp()));
        } catch (RejectedException e) {
            call.output()
                    .warning("the capsule of " + asked + " is that of before, since the artifact is refused now: "
                            + e.getMessage());
        }
    }

    private EvidenceAttaching.Target attached(TargetPath name) {
        try (Store store = Reach.places(call).writing(asked.place())) {
            EvidenceAttaching.Target target = EvidenceAttaching.target(store, asked, Optional.of(name.value()));
            if (!call.has("--dry-run")) {
                EvidenceAttaching.attach(store, target, documents);
                call.output()
                        .say("attached evidence to "
                                + asked.withDigest(target.artifact().digest()));
            }
            return target;
        }
    }

    private LayoutBinding binding(EvidenceAttaching.Target target) {
        Map<TargetPath, Bytes> layouts = of(target, EvidenceUse.LAYOUT);
        if (layouts.size() != 1) {
            throw call.wrongUse("binds one --layout at a time with --applies-to");
        }
        Map<TargetPath, Bytes> keys = of(target, EvidenceUse.KEY);
        if (keys.isEmpty()) {
            throw call.wrongUse("needs the --layout-key of every owner with --applies-to");
        }
        Map.Entry<TargetPath, Bytes> layout = layouts.entrySet().iterator().next();
        return new LayoutBinding(
                layout.getKey(),
                layout.getValue(),
                keys,
                call.options("--applies-to"),
                call.number("--not-before-seq", 0, Integer.MAX_VALUE)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                call.has("--besides"));
    }

    private Map<TargetPath, Bytes> of(EvidenceAttaching.Target target, EvidenceUse use) {
        Map<TargetPath, Bytes> found = new LinkedHashMap<>();
        for (EvidenceDocument document : documents) {
            if (document.use() == use) {
                target.named(document)
                        .fileName()
                        .ifPresent(path -> found.put(new TargetPath(path), document.content()));
            }
        }
        return found;
    }
}
