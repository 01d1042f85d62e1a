package dev.bulla.resolve;

import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.outcome.Check;
import dev.bulla.tuf.TargetPath;
import java.util.List;

/** What TUF's layouts say of an artifact that they do not refuse. */
public sealed interface ProvenanceOutcome {
    /** What was looked at. */
    List<Check> checks();

    /**
     * True when it raises a level: a layout is met that top-level targets binds, or where a rule says that this is enough,
     * one that the entry alone names.
     */
    default boolean counts(boolean listedLayouts) {
        return this instanceof Proven proven && (proven.bound() || listedLayouts);
    }

    /**
     * No layout speaks about the name.
     *
     * @param checks notes
     */
    record None(List<Check> checks) implements ProvenanceOutcome {
        /** Copies the list. */
        public None {
            checks = List.copyOf(checks);
        }
    }

    /**
     * A layout is met, and the artifact is what its last step made.
     *
     * @param layout the layout's target
     * @param bound true when top-level targets binds it to the name; false when only the artifact's own entry names it, so
     *     that whoever signs releases chose it: this does not raise the level above 2
     * @param verdict the chain
     * @param checks what was looked at
     */
    record Proven(TargetPath layout, boolean bound, LayoutVerdict.Accepted verdict, List<Check> checks)
            implements ProvenanceOutcome {
        /** Copies the list. */
        public Proven {
            checks = List.copyOf(checks);
        }
    }
}
