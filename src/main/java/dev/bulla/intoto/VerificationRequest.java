package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be verified, and under which conditions.
 *
 * @param layout the top layout as received
 * @param owners every one of them must have signed; none is a refusal
 * @param evidence where links are found
 * @param at the instant by which expiry is judged, one for the whole run
 * @param options everything that has a default
 */
public record VerificationRequest(
        Bytes layout, List<OwnerKey> owners, EvidenceSource evidence, Instant at, Options options) {
    /** Copies {@code owners}. */
    public VerificationRequest {
        owners = List.copyOf(owners);
    }

    /** A request with the strict defaults. */
    public static VerificationRequest of(Bytes layout, List<OwnerKey> owners, EvidenceSource evidence, Instant at) {
        return new VerificationRequest(layout, owners, evidence, at, Options.strict());
    }

    /** The same request with other options. */
    public VerificationRequest with(Options other) {
        return new VerificationRequest(layout, owners, evidence, at, other);
    }

    /**
     * Conditions that have a default.
     *
     * @param parameters values for placeholders of the top layout
     * @param inspections carries out inspections
     * @param subject what the chain must have made; without it any product passes
     * @param acceptStatements whether a Statement with predicate link v0.3 stands as evidence (intoto.md D41)
     * @param limits bounds of the run
     */
    public record Options(
            Parameters parameters,
            InspectionRunner inspections,
            Optional<SubjectBinding> subject,
            boolean acceptStatements,
            InTotoLimits limits) {
        /** No parameters, no inspections, no statements, standard limits. */
        public static Options strict() {
            return new Options(
                    Parameters.none(), InspectionRunner.refusing(), Optional.empty(), false, InTotoLimits.standard());
        }

        /** With values for placeholders. */
        public Options parameters(Parameters other) {
            return new Options(other, inspections, subject, acceptStatements, limits);
        }

        /** With a runner of inspections. */
        public Options inspections(InspectionRunner other) {
            return new Options(parameters, other, subject, acceptStatements, limits);
        }

        /** Bound to what the chain must have made. */
        public Options subject(SubjectBinding binding) {
            return new Options(parameters, inspections, Optional.of(binding), acceptStatements, limits);
        }

        /** With link statements as evidence. */
        public Options acceptingStatements() {
            return new Options(parameters, inspections, subject, true, limits);
        }

        /** With other bounds. */
        public Options limits(InTotoLimits other) {
            return new Options(parameters, inspections, subject, acceptStatements, other);
        }
    }
}
