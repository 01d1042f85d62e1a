package dev.bulla.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.Attack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of cli.md section 9. */
class ExitCodeTest {

    @Attack("P1")
    @ParameterizedTest
    @EnumSource
    void aReasonIsOneUnlessItIsUnsignedOrNoTrustRoot(ReasonCode reason) {
        int status = ExitCode.of(reason).status();

        assertThat(status)
                .isEqualTo(
                        switch (reason.name()) {
                            case "UNSIGNED_REQUIRED" -> 3;
                            case "NO_TRUST_ROOT" -> 4;
                            default -> 1;
                        });
    }

    @Test
    void eachKindOfFailureHasItsOwnCode() {
        assertThat(ExitCode.of(new UsageException("m")).status()).isEqualTo(2);
        assertThat(ExitCode.of(new NotFoundException("m")).status()).isEqualTo(5);
        assertThat(ExitCode.of(new DeniedException("m")).status()).isEqualTo(6);
        assertThat(ExitCode.of(new UnreachableException("m")).status()).isEqualTo(7);
        assertThat(ExitCode.of(new KeyException("m")).status()).isEqualTo(8);
        assertThat(ExitCode.of(new ConflictException("m")).status()).isEqualTo(9);
        assertThat(ExitCode.of(new StorageException("m")).status()).isEqualTo(10);
        assertThat(ExitCode.of(new RejectedException(ReasonCode.EXPIRED, "m")).status())
                .isEqualTo(1);
        assertThat(ExitCode.of(new RejectedException(ReasonCode.UNSIGNED_REQUIRED, "m"))
                        .status())
                .isEqualTo(3);
    }

    @Attack("P1")
    @Test
    void aFailedVerificationIsNeverTakenForABrokenNetworkNorTheOtherWayRound() {
        assertThat(ExitCode.of(new UnreachableException("m"))).isNotEqualTo(ExitCode.REJECTED);
        assertThat(ExitCode.of(new DeniedException("m"))).isNotEqualTo(ExitCode.UNSIGNED);
    }
}
