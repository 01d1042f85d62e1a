package dev.bulla.cli.intoto;

import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.Style;
import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.Finding;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.VerifiedStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A layout's verdict for people: the word first, one fact a line; with {@code -v} every finding. */
public final class LayoutVerdictText {
    private LayoutVerdictText() {}

    /** Writes the verdict; the error line stands in every format. */
    public static ExitCode print(Output output, LayoutVerdict verdict, Instant at, boolean atGiven) {
        for (Finding finding : verdict.findings()) {
            output.step(line(finding));
        }
        if (atGiven) {
            output.note("expiry judged as of " + at);
        }
        return switch (verdict) {
            case LayoutVerdict.Accepted accepted -> {
                if (output.format() == Format.TEXT) {
                    accepted(output, accepted);
                }
                yield ExitCode.OK;
            }
            case LayoutVerdict.Rejected rejected -> {
                Failure failure = Failure.of(rejected.reason());
                output.error(failure);
                yield failure.exit();
            }
        };
    }

    private static void accepted(Output output, LayoutVerdict.Accepted accepted) {
        int steps = accepted.layout().steps().size();
        output.line(Style.GOOD, "accepted", ": " + steps + (steps == 1 ? " step" : " steps"));
        for (VerifiedStep step : accepted.steps()) {
            List<String> signers = new ArrayList<>();
            for (KeyId signer : step.signers()) {
                signers.add(output.forTerminal() ? signer.brief() : signer.value());
            }
            output.line("  " + step.item() + (step.sublayout() ? " (sublayout)" : "") + "  signed "
                    + String.join(", ", signers) + "  "
                    + Quantity.count(step.link().materials().hashes().size(), "material") + ", "
                    + Quantity.count(step.link().products().hashes().size(), "product"));
        }
    }

    private static String line(Finding finding) {
        StringBuilder line = new StringBuilder(finding.result().word());
        line.append(": ");
        if (!finding.item().isEmpty()) {
            line.append(finding.item()).append(": ");
        }
        finding.rule().ifPresent(rule -> line.append(rule).append(": "));
        line.append(finding.message());
        finding.keyId()
                .ifPresent(key -> line.append(" (key ").append(key.brief()).append(')'));
        return line.toString();
    }
}
