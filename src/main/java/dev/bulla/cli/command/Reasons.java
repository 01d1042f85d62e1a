package dev.bulla.cli.command;

import dev.bulla.cli.term.Quantity;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import java.util.List;

/** Reasons that the program itself has. */
final class Reasons {

    private Reasons() {}

    /** Attachments that could not be carried, a line each. */
    static Reason leftBehind(List<String> lines) {
        Reason reason = Reason.of(
                        ReasonCode.INCOMPLETE,
                        Quantity.count(lines.size(), "attachment") + " could not be carried; the tag was not written")
                .with("leftBehind", lines.size());
        for (String line : lines) {
            reason = reason.hint(line);
        }
        return reason;
    }
}
