package dev.bulla.intoto;

/** Carries out inspections, or does not: they are commands of the layout's owner on the verifier's machine. */
@FunctionalInterface
public interface InspectionRunner {
    /** What became of an inspection. */
    sealed interface Outcome {}

    /** It ran well and this is what was there before and after. */
    record Recorded(Artifacts materials, Artifacts products) implements Outcome {}

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
