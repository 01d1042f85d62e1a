package dev.bulla.cli.command;

import dev.bulla.Inspector;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.json.Json;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import java.util.ArrayList;
import java.util.List;

/** {@code doctor REF --gc}: what garbage collectors would take, by how they go about it. */
final class GarbageAnswer {
    private final Invocation call;

    GarbageAnswer(Invocation call) {
        this.call = call;
    }

    ExitCode run() {
        if (call.argument(0).indexOf('/') < 0 && !call.argument(0).startsWith("oci:")) {
            throw call.wrongUse("takes a reference with --gc, not a host");
        }
        Reference asked = call.reference(call.argument(0));
        if (!(asked.place() instanceof Place.RegistryPlace)) {
            throw call.wrongUse("asks registries; an image layout collects nothing");
        }
        Inspector.Garbage garbage = new Inspector(Reach.places(call)).garbage(asked);
        if (call.output().isText()) {
            text(asked, garbage);
        } else {
            call.output().json(document(asked, garbage));
        }
        return ExitCode.OK;
    }

    private void text(Reference asked, Inspector.Garbage garbage) {
        Output output = call.output();
        output.line(asked.withDigest(garbage.artifact()) + " has " + garbage.manifests()
                + (garbage.manifests() == 1 ? " manifest" : " manifests"));
        group("a collector of everything without a tag (distribution 2, --delete-untagged)", garbage.untagged());
        group("one that keeps what a tagged index lists (distribution 3, --delete-untagged)", garbage.unlisted());
        if (!garbage.untagged().isEmpty()) {
            output.say("tags for all of it, where `bulla doctor "
                    + ((Place.RegistryPlace) asked.place()).host() + "` advises that: bulla copy " + asked + " " + asked
                    + " --pin tags");
        }
    }

    private void group(String collector, List<Inspector.Taken> taken) {
        call.output().line(collector + " takes " + (taken.isEmpty() ? "nothing" : String.valueOf(taken.size())));
        for (Inspector.Taken one : taken) {
            String relation = one.what().equals("artifact") ? "" : " of " + one.of();
            call.output().line("  " + one.digest() + "  " + one.what() + relation);
        }
    }

    private static Json.Obj document(Reference asked, Inspector.Garbage garbage) {
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.doctor-gc/1"))
                .with("asked", Json.text(asked.toString()))
                .with("digest", Json.text(garbage.artifact().toString()))
                .with("manifests", Json.whole(garbage.manifests()))
                .with("untagged", items(garbage.untagged()))
                .with("unlisted", items(garbage.unlisted()));
    }

    private static Json.Arr items(List<Inspector.Taken> taken) {
        List<Json> items = new ArrayList<>();
        for (Inspector.Taken one : taken) {
            items.add(Json.Obj.empty()
                    .with("digest", Json.text(one.digest().toString()))
                    .with("what", Json.text(one.what()))
                    .with("of", Json.text(one.of().toString())));
        }
        return new Json.Arr(items);
    }
}
