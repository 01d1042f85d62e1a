package dev.bulla.resolve;

import dev.bulla.attach.EvidencePaths;
import dev.bulla.bytes.Bytes;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.intoto.EvidenceSource;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.TargetPath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The links that the entry of one artifact lists, each a target of its own in the folder of the artifact's content. Nothing
 * else takes part, whatever is attached: one more link that disagrees would veto a step (intoto.md section 6).
 */
final class ListedLinks implements EvidenceSource {
    private final Lookup lookup;
    private final TargetBytes bytes;
    private final EvidencePaths paths;
    private final String contentSha256;
    private final Set<String> listed;
    private final Set<String> asked = new HashSet<>();

    ListedLinks(Lookup lookup, TargetBytes bytes, EvidencePaths paths, String contentSha256, List<String> listed) {
        this.lookup = lookup;
        this.bytes = bytes;
        this.paths = paths;
        this.contentSha256 = contentSha256;
        this.listed = Set.copyOf(listed);
    }

    @Override
    public Optional<Stored> find(EvidenceAddress address) {
        for (String candidate : paths.linkCandidates(contentSha256, address)) {
            if (listed.contains(candidate)) {
                asked.add(candidate);
                return Optional.of(new Stored(candidate, fetch(new TargetPath(candidate))));
            }
        }
        return Optional.empty();
    }

    /** Listed paths that no step asked for. */
    List<String> unused() {
        return listed.stream().filter(path -> !asked.contains(path)).sorted().toList();
    }

    /** A link that is listed must be there: its absence is a gap, not a smaller number of links. */
    private Bytes fetch(TargetPath path) {
        Found found = switch (lookup.find(path)) {
            case Step.Done<Found> done -> done.value();
            case Step.Refused<Found> refused -> throw refusal(path, refused.reason());
        };
        return bytes.verified(path, found.info(), InTotoLimits.MAX_DOCUMENT_BYTES)
                .orElseThrow(() -> missing(path, "listed and absent"));
    }

    private static RejectedException refusal(TargetPath path, Reason reason) {
        return reason.code() == ReasonCode.NOT_A_TARGET
                ? missing(path, "named by the artifact's entry and listed by no trusted role")
                : new RejectedException(reason);
    }

    private static RejectedException missing(TargetPath path, String what) {
        return new RejectedException(Reason.of(ReasonCode.MISSING_LINK, "link " + path + " is " + what)
                .with("target", path.value())
                .hint("if the artifact was relocated, the copy may have dropped what was attached; use `bulla copy`"));
    }
}
