package dev.bulla.cli.provenance;

import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.Style;
import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.LinkRecord;
import dev.bulla.intoto.Provenance;
import dev.bulla.intoto.Provenance.Act;
import dev.bulla.intoto.Provenance.Passed;
import dev.bulla.intoto.Provenance.Permit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Provenance for people: the verdict word first, then an act after the other with what it used and made. */
final class ProvenanceText {
    /** A source tree has more files than anybody reads; all of them are in {@code -v} and in JSON. */
    private static final int SHOWN = 8;

    private final Output output;
    private final boolean all;
    private final Instant now;

    ProvenanceText(Output output, boolean all, Instant now) {
        this.output = output;
        this.all = all;
        this.now = now;
    }

    void print(Judged judged, Provenance provenance) {
        output.line(
                Style.GOOD,
                "accepted",
                judged.artifact().map(artifact -> "  " + artifact).orElse("") + "  layout valid until "
                        + output.time(provenance.expires(), now));
        provenance.acts().forEach(this::act);
        judged.open().forEach(line -> output.line("open: " + line));
    }

    private void act(Act act) {
        output.line(act.item() + "  " + who(act));
        if (!act.command().isEmpty()) {
            output.line("  ran     " + String.join(" ", act.command()));
        }
        when(act.record()).ifPresent(when -> output.line("  when    " + when));
        act.record().commits().forEach(commit -> output.line("  commit  " + commit));
        artifacts("used", act.materials());
        artifacts("made", act.products());
    }

    private String who(Act act) {
        if (act.inspection()) {
            return "inspected here";
        }
        List<String> signers = new ArrayList<>();
        for (KeyId signer : act.signers()) {
            signers.add(output.keyId(signer.value()));
        }
        return (act.sublayout() ? "sublayout signed by " : "done by ") + String.join(", ", signers);
    }

    private static Optional<String> when(LinkRecord record) {
        Optional<String> from = record.started().map(Quantity::absolute);
        Optional<String> to = record.finished().map(Quantity::absolute);
        return from.isPresent() && to.isPresent() ? Optional.of(from.get() + " to " + to.get()) : from.or(() -> to);
    }

    /** Artifacts that one rule let through stand together, below the rule. */
    private void artifacts(String verb, List<Passed> passed) {
        Map<Optional<Permit>, List<Passed>> byRule = new LinkedHashMap<>();
        passed.forEach(each ->
                byRule.computeIfAbsent(each.permit(), rule -> new ArrayList<>()).add(each));
        byRule.forEach((permit, artifacts) -> {
            output.line("  " + verb + "    " + Quantity.count(artifacts.size(), "artifact") + " let through by "
                    + permit.map(rule -> rule.place() + " " + rule.rule())
                            .orElse("no rule: the list is open at its end"));
            int shown = all ? artifacts.size() : Math.min(SHOWN, artifacts.size());
            artifacts.subList(0, shown).forEach(each -> output.line("    " + each.artifact() + hashes(each)));
            if (shown < artifacts.size()) {
                output.line("    and " + (artifacts.size() - shown) + " more, shown with -v");
            }
        });
    }

    private String hashes(Passed artifact) {
        String sha256 = artifact.hashes().get("sha256");
        if (sha256 != null) {
            return "  " + output.brief("sha256:" + sha256);
        }
        return artifact.hashes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .findFirst()
                .map(hash -> "  " + output.brief(hash.getKey() + ":" + hash.getValue()))
                .orElse("");
    }
}
