package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Relocator;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.json.Json;
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
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code import FILE.tar REF}: brings an exported artifact to its place behind the gap. It is judged there as its consumers
 * will judge it, by the pin or rule of that place; it gets its tag when it is trusted, and not before.
 */
final class BundleImport {
    private final Invocation call;

    /** For a call whose first argument is a file. */
    BundleImport(Invocation call) {
        this.call = call;
    }

    /** Copies, verifies, tags. */
    ExitCode run() {
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
        Manifest artifact = artifact(places, file, tag);
        Reference from = new Reference(layout(file), Optional.empty(), Optional.of(artifact.digest()));
        Reference bare = new Reference(to.place(), Optional.empty(), Optional.of(artifact.digest()));
        Relocator.Copied copied;
        try (TransferDisplay display = call.transfer("importing", "imported")) {
            copied = new Relocator(places, call.jobs(), display).copy(from, bare);
        }
        Verifier verifier = new Verifier(places, false, Progress.NONE);
        // under its name there, though no tag names it yet
        verifier.verify(bare, trust, Optional.of(to.place() + ":" + tag), call.now())
                .orThrow();
        try (Store store = places.writing(to.place())) {
            store.tag(artifact, tag);
            new AttachmentWriter(store).writeCarrier(artifact.digest(), Optional.of(tag));
        }
        // what a policy makes of the tag shows only now
        Verdict.Trusted trusted =
                verifier.verify(to, trust, Optional.empty(), call.now()).orThrow();
        answer(copied, trusted);
        return ExitCode.OK;
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

    private void answer(Relocator.Copied copied, Verdict.Trusted trusted) {
        String freshness = trusted.vouching()
                .map(vouching -> vouching.freshness().grade().name())
                .orElse("");
        if (call.output().isText()) {
            call.output()
                    .line("imported " + trusted.asked().withDigest(copied.digest()) + ", " + copied.attachments()
                            + " attachments; trusted there, " + freshness);
            return;
        }
        call.output()
                .json(Json.Obj.empty()
                        .with("schema", Json.text("bulla.bundle-import/1"))
                        .with("file", Json.text(call.argument(0)))
                        .with("artifact", Json.text(call.argument(1)))
                        .with("digest", Json.text(copied.digest().toString()))
                        .with("attachments", Json.whole(copied.attachments()))
                        .with("freshness", Json.text(freshness)));
    }
}
