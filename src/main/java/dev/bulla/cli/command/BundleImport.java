package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Publisher;
import dev.bulla.Relocator;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code import FILE REF}: brings an exported artifact to its place behind the gap, or newer roles for one that is there. It
 * is judged there as its consumers will judge it, by the pin or rule of that place; it gets its tag when it is trusted, and
 * not before; what is in a capsule file is not attached before.
 */
final class BundleImport {
    private final Invocation call;

    /** For a call whose first argument is a file. */
    BundleImport(Invocation call) {
        this.call = call;
    }

    /** Copies, verifies, tags. */
    ExitCode run() {
        if (CapsuleNames.isCapsule(call.argument(0)) && call.has("--capsule")) {
            throw call.wrongUse("takes one capsule file, as FILE or beside one that holds an artifact");
        }
        Path file = call.path(call.argument(0));
        Reference to = call.reference(call.argument(1));
        Tag tag = to.tag().orElseThrow(() -> call.wrongUse("needs a tag: " + to + ":TAG"));
        Places places = Reach.places(call);
        Trust trust = Pinning.judging(call, places);
        if (!trust.covers(to, Optional.empty())) {
            throw new RejectedException(
                    Reason.of(ReasonCode.NO_TRUST_ROOT, "no trust root for " + to + ", so it cannot be judged there")
                            .hint(
                                    "pin the root of its publisher for that place first: bulla trust add … --same-as ORIGIN --root FILE"));
        }
        Optional<Path> capsule = CapsuleNames.isCapsule(call.argument(0))
                ? Optional.of(file)
                : call.option("--capsule").map(call::path);
        Digest artifact = CapsuleNames.isCapsule(call.argument(0)) ? there(places, to) : brought(places, file, to, tag);
        Reference bare = new Reference(to.place(), Optional.empty(), Optional.of(artifact));
        // under its name there, though no tag may name it yet
        String name = to.place() + ":" + tag;
        capsule.ifPresent(beside ->
                Relocator.of(places).bring(beside, bare, new Relocator.Judge(trust, Optional.of(name), call.now())));
        Verifier verifier = new Verifier(places, false, Progress.NONE);
        verifier.verify(bare, trust, Optional.of(name), call.now()).orThrow();
        int attachments = named(places, to.place(), artifact, tag);
        // what a policy makes of the tag shows only now
        Verdict.Trusted trusted =
                verifier.verify(to, trust, Optional.empty(), call.now()).orThrow();
        answer(artifact, attachments, trusted);
        return ExitCode.OK;
    }

    /** Gives the artifact its tag and its carrier; how much is attached to it. */
    private int named(Places places, Place place, Digest artifact, Tag tag) {
        try (Store store = places.writing(place)) {
            if (!CapsuleNames.isCapsule(call.argument(0))) {
                store.tag(store.manifest(artifact).orElseThrow(), tag);
            }
            new AttachmentWriter(store).writeCarrier(artifact, Optional.of(tag));
            return Attachments.of(store, artifact, Optional.of(tag)).found().size();
        }
    }

    /** What newer roles are for. */
    private static Digest there(Places places, Reference to) {
        try (Source source = places.reading(to.place())) {
            return source.manifest(to)
                    .orElseThrow(() -> new NotFoundException(
                            to + " does not exist", "a capsule file is for an artifact that is there already"))
                    .digest();
        }
    }

    /** Brings the artifact to its place, without a tag. */
    private Digest brought(Places places, Path file, Reference to, Tag tag) {
        try (TransferDisplay display = call.transfer("importing", "imported")) {
            if (CapsuleNames.isThick(call.argument(0))) {
                Reference untagged = new Reference(to.place(), Optional.empty(), Optional.empty());
                return new Publisher(places, call.jobs(), display)
                        .pushArchive(() -> Files.newInputStream(file), file, untagged)
                        .artifact()
                        .digest();
            }
            Digest artifact = artifact(places, file, tag).digest();
            Reference from = new Reference(layout(file), Optional.empty(), Optional.of(artifact));
            new Relocator(places, call.jobs(), display)
                    .copy(from, new Reference(to.place(), Optional.empty(), Optional.of(artifact)));
            return artifact;
        }
    }

    private static Place.LayoutPlace layout(Path file) {
        return new Place.LayoutPlace(file, true);
    }

    /** What the file has under the tag, or its only artifact. */
    private static Manifest artifact(Places places, Path file, Tag tag) {
        try (Source source = places.reading(layout(file))) {
            Optional<Manifest> tagged =
                    source.manifest(new Reference(layout(file), Optional.of(tag), Optional.empty()));
            return tagged.or(() -> source.manifest(new Reference(layout(file), Optional.empty(), Optional.empty())))
                    .orElseThrow(() -> new NotFoundException(file + " holds nothing under tag " + tag));
        }
    }

    private void answer(Digest artifact, int attachments, Verdict.Trusted trusted) {
        String freshness = trusted.vouching()
                .map(vouching -> vouching.freshness().grade().name())
                .orElse("");
        if (call.output().isText()) {
            call.output()
                    .line("imported " + trusted.asked().withDigest(artifact) + ", " + attachments
                            + " attachments; trusted there, " + freshness);
            return;
        }
        call.output()
                .json(Json.Obj.empty()
                        .with("schema", Json.text("bulla.bundle-import/1"))
                        .with("file", Json.text(call.argument(0)))
                        .with("artifact", Json.text(call.argument(1)))
                        .with("digest", Json.text(artifact.toString()))
                        .with("attachments", Json.whole(attachments))
                        .with("freshness", Json.text(freshness)));
    }
}
