package dev.bulla.intoto;

/** Carries out inspections, or does not: they are commands of the layout's owner on the verifier's machine. */
@FunctionalInterface
public interface InspectionRunner {
    /** What became of an inspection. */
    sealed interface Outcome {}

    /**
     * It ran well.
     *
     * @param materials what was there before
     * @param products what was there after
     * @param manner how it ran, for the verdict
     */
    record Recorded(Artifacts materials, Artifacts products, String manner) implements Outcome {
        /** Of an inspection that executes nothing. */
        public Recorded(Artifacts materials, Artifacts products) {
            this(materials, products, "built in, nothing was executed");
        }
    }

    /** It was not run, for this reason; the layout's demand is not met (intoto.md D42). */
    record NotPermitted(String why) implements Outcome {}

    /** It ran and failed, or exceeded a bound. */
    record Failed(String why) implements Outcome {}

    /** Carries out one inspection. */
    Outcome run(Inspection inspection);

    /** Refuses every inspection. */
    static InspectionRunner refusing() {
        return inspection -> new NotPermitted("inspections are refused unless they are allowed");
    }
}
