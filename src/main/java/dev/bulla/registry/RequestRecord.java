package dev.bulla.registry;

/**
 * One request as it went, for whoever counts them.
 *
 * @param method in upper case
 * @param address without query and user information, where credentials could be
 * @param status of the answer; 0 when none came
 * @param sent bytes of the request's body
 * @param received bytes of the answer's body that were read
 * @param startNanos when it was sent, on a clock of its own
 * @param endNanos when the answer had been read or given up
 * @param round how many answers, each needed for the next request, lie before its answer ({@link dev.bulla.oci.Rounds})
 */
public record RequestRecord(
        String method,
        String address,
        int status,
        long sent,
        long received,
        long startNanos,
        long endNanos,
        int round) {}
