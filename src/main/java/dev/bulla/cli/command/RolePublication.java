package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.Step;
import dev.bulla.publish.Handover;
import dev.bulla.publish.NamespaceRepository;
import dev.bulla.publish.OnlineKeys;
import dev.bulla.publish.OnlineRoles;
import dev.bulla.publish.Standing;
import dev.bulla.publish.ceremony.StagedReview;
import dev.bulla.publish.roles.StagedEdits;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Publishes a staged file that is complete, and tells what is published now. */
final class RolePublication {
    private final Invocation call;
    private final RoleWork work;
    private final Output output;

    RolePublication(Invocation call, RoleWork work) {
        this.call = call;
        this.work = work;
        this.output = call.output();
    }

    /**
     * Publishes with the online keys among {@code signers}; without any, the files are handed over to the next refresh.
     *
     * @param trusted the root from which everything is verified
     * @param founding the namespace is to be created
     */
    void publish(StagedReview review, List<Signer> signers, Bytes trusted, boolean founding) {
        StagedEdits edits = StagedEdits.of(review, founding).orThrow();
        if (call.has("--dry-run")) {
            output.say("nothing was published (--dry-run)");
        } else if (signers.isEmpty()) {
            new Handover(work.store()).offer(edits.files());
            handedOver(review, edits);
        } else {
            OnlineRoles online = new OnlineRoles(
                    new OnlineKeys(signers),
                    work.lives(RoleName.SNAPSHOT, RoleName.TIMESTAMP),
                    review.file().namespace(),
                    call.now());
            NamespaceRepository.Published published = work.repository(trusted).publish(edits, online);
            if (founding) {
                work.pin(trusted);
            }
            published.standing().ifPresent(standing -> told(review, edits, standing));
        }
    }

    private void handedOver(StagedReview review, StagedEdits edits) {
        if (output.isText()) {
            output.line("handed over " + versions(edits.files()) + "; the next refresh publishes it:");
            output.line("  bulla refresh " + work.written() + " --key KEY");
        } else {
            output.json(document(review, edits.files(), false));
        }
    }

    private void told(StagedReview review, StagedEdits edits, Standing standing) {
        warnOfGaps(standing);
        Map<RoleName, Long> now = new LinkedHashMap<>();
        edits.files().forEach((role, file) -> now.put(role, file.version()));
        now.put(RoleName.SNAPSHOT, standing.snapshot().role().version());
        now.put(RoleName.TIMESTAMP, standing.timestamp().role().version());
        if (!output.isText()) {
            output.json(document(review, edits.files(), true)
                    .with("snapshot", Json.whole(standing.snapshot().role().version()))
                    .with("timestamp", Json.whole(standing.timestamp().role().version())));
            return;
        }
        List<String> versions = new ArrayList<>();
        now.forEach((role, version) -> versions.add(role + " v" + version));
        output.line("published  " + String.join(", ", versions));
        if (review.beginsNewChain()) {
            newChain(standing);
        }
    }

    private void newChain(Standing standing) {
        Digest root = Digest.of(standing.root().raw());
        if (standing.root().role().version() == 1) {
            output.line("give consumers this line:");
            output.line("  bulla trust add " + work.written() + " --root " + root);
        } else {
            output.line("every consumer has to decide for the new root, by the file with " + root + ":");
            output.line("  bulla trust reset " + work.written() + " --root FILE");
        }
    }

    /** A role that nobody vouches for refuses every name that is looked up through it: loud, and sometimes meant. */
    private void warnOfGaps(Standing standing) {
        standing.delegated()
                .forEach((role, edge) -> standing.role(edge).ifPresent(step -> {
                    if (step instanceof Step.Refused<?> refused) {
                        output.warning(refused.reason().message() + "; consumers refuse what is looked up through "
                                + role + " until its keys sign it anew");
                    }
                }));
    }

    private Json.Obj document(StagedReview review, Map<RoleName, RoleFile> files, boolean published) {
        List<Json> roles = new ArrayList<>();
        files.forEach((role, file) -> roles.add(
                Json.Obj.empty().with("role", Json.text(role.value())).with("version", Json.whole(file.version()))));
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.role-publish/1"))
                .with("namespace", Json.text(review.file().namespace()))
                .with("published", new Json.Bool(published))
                .with("roles", new Json.Arr(roles));
    }

    private static String versions(Map<RoleName, RoleFile> files) {
        List<String> versions = new ArrayList<>();
        files.forEach((role, file) -> versions.add(role + " v" + file.version()));
        return String.join(", ", versions);
    }
}
