package dev.bulla;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.DescriptorSignature;
import dev.bulla.attach.SignatureManifest;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.publish.Enclosing;
import dev.bulla.publish.Handover;
import dev.bulla.publish.Journal;
import dev.bulla.publish.NewTarget;
import dev.bulla.publish.OnlineKeys;
import dev.bulla.publish.OnlineRoles;
import dev.bulla.publish.RoleLives;
import dev.bulla.publish.Standing;
import dev.bulla.publish.TargetEdits;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The steps of signing artifacts into a namespace: look, show, sign what is attached, write the roles, attach the capsules.
 * What is attached comes before the head (oci-graph section 5 rule 7), but the capsule, which is a copy of the head.
 */
final class NamespaceRelease {
    /** Artifacts that are worked on at a time: each waits for its listing to settle, none for another. */
    private static final int AT_A_TIME = 4;

    private final Places places;
    private final OpenNamespace open;
    private final Namespaces.Release release;
    private final Instant now;
    private final OnlineKeys keys;
    private final RoleLives lives;
    private final Journal journal;
    private final String journalName;
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

    NamespaceRelease(Places places, OpenNamespace open, Path journal, Namespaces.Release release, Instant now) {
        this.places = places;
        this.open = open;
        this.release = release;
        this.now = now;
        List<Signer> all = new ArrayList<>(release.signers());
        all.addAll(release.online());
        this.keys = new OnlineKeys(all);
        this.lives = OpenNamespace.lives(release.lives());
        this.journal = new Journal(journal);
        this.journalName = open.store().place().toString();
    }

    List<Namespaces.Intent> plan() {
        Standing standing = open.standing();
        List<ReleasedArtifact> artifacts = artifacts(standing);
        return intents(artifacts, edits(artifacts, List.of()).plan(standing));
    }

    Namespaces.Released run(Consumer<List<Namespaces.Intent>> show) {
        Standing standing = open.standing();
        List<ReleasedArtifact> artifacts = artifacts(standing);
        TargetEdits edits = edits(artifacts, new LostTargets(journal, journalName, standing, notes).among(this::edits));
        List<TargetEdits.Raised> raised = edits.plan(standing);
        List<Namespaces.Intent> intents = intents(artifacts, raised);
        show.accept(intents);
        Parallel together = new Parallel(AT_A_TIME);
        List<Digest> attached = new ArrayList<>(together.map(
                IntStream.range(0, artifacts.size()).boxed().toList(),
                number -> signed(artifacts.get(number), intents.get(number))));
        note(raised, Optional.empty());
        Optional<Standing> published = write(edits, artifacts, standing);
        published.ifPresent(after -> {
            note(raised, published);
            together.map(artifacts, artifact -> capsule(artifact, after))
                    .forEach(capsule -> capsule.ifPresent(attached::add));
        });
        artifacts.forEach(artifact -> at(artifact.reference(), store -> {
            artifact.demandTagStands(store);
            return artifact;
        }));
        return new Namespaces.Released(intents, published.map(RoleStates::of).orElse(List.of()), attached, notes);
    }

    /** What was signed, and in which versions it was published, if it was. */
    private void note(List<TargetEdits.Raised> raised, Optional<Standing> published) {
        List<Journal.Pending> signed = new ArrayList<>();
        for (TargetEdits.Raised role : raised) {
            long version = published
                    .flatMap(after -> after.snapshot().role().of(role.role()))
                    .map(FileInfo::version)
                    .orElse(role.to());
            long timestamp =
                    published.map(after -> after.timestamp().role().version()).orElse(0L);
            role.targets().forEach(target -> signed.add(new Journal.Pending(target, role.role(), version, timestamp)));
        }
        journal.note(journalName, signed);
    }

    private interface InStore<T> {
        T with(Store store);
    }

    private <T> T at(Reference reference, InStore<T> work) {
        try (Store store = places.writing(reference.place())) {
            return work.with(store);
        }
    }

    private List<ReleasedArtifact> artifacts(Standing standing) {
        String origin = OpenNamespace.origin(open.at(), standing);
        List<ReleasedArtifact> artifacts = new ArrayList<>();
        for (Reference reference : release.artifacts()) {
            try (Source source = places.reading(reference.place())) {
                artifacts.add(ReleasedArtifact.of(source, reference, open.at(), origin));
            }
        }
        return artifacts;
    }

    private TargetEdits edits(List<ReleasedArtifact> artifacts, List<NewTarget> lost) {
        List<NewTarget> targets = new ArrayList<>(lost);
        artifacts.forEach(artifact -> targets.add(artifact.target()));
        return edits(targets);
    }

    private TargetEdits edits(List<NewTarget> targets) {
        return new TargetEdits(targets, keys, lives, new Handover(open.store()), now);
    }

    private static List<Namespaces.Intent> intents(List<ReleasedArtifact> artifacts, List<TargetEdits.Raised> raised) {
        Map<NewTarget, TargetEdits.Raised> byTarget = new LinkedHashMap<>();
        raised.forEach(role -> role.targets().forEach(target -> byTarget.put(target, role)));
        List<Namespaces.Intent> intents = new ArrayList<>();
        for (ReleasedArtifact artifact : artifacts) {
            TargetEdits.Raised role =
                    Optional.ofNullable(byTarget.get(artifact.target())).orElseThrow();
            intents.add(new Namespaces.Intent(
                    artifact.reference().withDigest(artifact.artifact().digest()),
                    artifact.target().path().value(),
                    artifact.what(),
                    role.role().value(),
                    role.from(),
                    role.to()));
        }
        return intents;
    }

    private Digest signed(ReleasedArtifact artifact, Namespaces.Intent intent) {
        return at(artifact.reference(), store -> {
            AttachmentWriter writer = new AttachmentWriter(store);
            Digest signature = writer.attach(SignatureManifest.builder(
                            artifact.artifact(),
                            DescriptorSignature.sign(artifact.artifact(), release.signers()),
                            Optional.of(intent.target()),
                            Optional.of(intent.role())))
                    .digest();
            writer.writeCarrier(
                    artifact.artifact().digest(), artifact.reference().tag());
            return signature;
        });
    }

    private Optional<Digest> capsule(ReleasedArtifact artifact, Standing standing) {
        return at(
                artifact.reference(),
                store -> new CapsuleAttachment(open, standing, now, notes).attach(store, artifact));
    }

    /** What is published afterwards; empty when that is for whoever has the online key. */
    private Optional<Standing> write(TargetEdits edits, List<ReleasedArtifact> artifacts, Standing standing) {
        Root root = standing.root().role();
        boolean online = keys.canSign(root.keysOf(RoleName.SNAPSHOT)) && keys.canSign(root.keysOf(RoleName.TIMESTAMP));
        if (online) {
            OnlineRoles roles = new OnlineRoles(keys, lives, OpenNamespace.origin(open.at(), standing), now);
            List<Bytes> documents = new ArrayList<>();
            artifacts.forEach(artifact -> documents.addAll(artifact.documents()));
            return open.repository()
                    .publish(new Enclosing(edits, documents), roles)
                    .standing();
        }
        edits.upon(Optional.of(standing)).ifPresent(files -> new Handover(open.store()).offer(files, standing));
        notes.add("the next refresh publishes it: bulla refresh " + open.at().namespace() + " --key ONLINE");
        return new PublicationWait(open, release.patience()).until(edits);
    }
}
