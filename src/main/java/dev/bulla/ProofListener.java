package dev.bulla;

import dev.bulla.resolve.PinnedQuestion;
import dev.bulla.resolve.Proof;

/** Hears of proofs while the places that they come from are open still: for whoever carries an artifact on. */
@FunctionalInterface
interface ProofListener {
    /** Hears nothing. */
    ProofListener NONE = (question, proof) -> {};

    /** A repository proved what it was asked; whether that is enough, its rule decides later. Called by several threads. */
    void proven(PinnedQuestion question, Proof proof);
}
