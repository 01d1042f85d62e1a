package dev.bulla.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures that were checked before in this process. */
class CheckedSignaturesTest {
    private final CheckedSignatures checked = new CheckedSignatures();
    private final LocalSigner ann = TestKeys.seeded(KeyKind.ED25519, "ann");
    private final LocalSigner ben = TestKeys.seeded(KeyKind.ED25519, "ben");
    private final Bytes message = Bytes.utf8("message");

    @Test
    void whatVerifiedVerifiesAgain() {
        Bytes signature = ann.sign(message);

        for (int i = 0; i < 3; i++) {
            assertThatCode(() -> checked.verify(ann.publicKey(), message, signature))
                    .doesNotThrowAnyException();
        }
    }

    /** Every part counts: nothing that was remembered of one triple says anything about another. */
    @Test
    void anotherKeyMessageOrSignatureIsCheckedAnew() throws SignatureMismatch {
        Bytes signature = ann.sign(message);
        checked.verify(ann.publicKey(), message, signature);
        byte[] flipped = signature.toByteArray();
        flipped[40] ^= 1;

        for (Runnable wrong : List.<Runnable>of(
                () -> refused(ben.publicKey(), message, signature),
                () -> refused(ann.publicKey(), Bytes.utf8("massage"), signature),
                () -> refused(ann.publicKey(), Bytes.utf8("message "), signature),
                () -> refused(ann.publicKey(), message, Bytes.adopt(flipped)))) {
            wrong.run();
            wrong.run(); // and not remembered as good by having been asked
        }
    }

    /** Moving bytes from one part to the next gives another sum. */
    @Test
    void partsCannotBeShifted() throws SignatureMismatch {
        Bytes signature = ann.sign(message);
        checked.verify(ann.publicKey(), message, signature);

        refused(ann.publicKey(), message.slice(1, message.length()), signature.concat(message.slice(0, 1)));
        refused(ann.publicKey(), signature.slice(63, 64).concat(message), signature.slice(0, 63));
    }

    @Test
    void largeMessagesAreCheckedEachTime() throws SignatureMismatch {
        Bytes large = Bytes.adopt(new byte[(1 << 20) + 1]);
        Bytes signature = ann.sign(large);

        checked.verify(ann.publicKey(), large, signature);
        checked.verify(ann.publicKey(), large, signature);
        refused(ben.publicKey(), large, signature);
        assertThat(large.length()).isGreaterThan(1 << 20);
    }

    private void refused(PublicKey key, Bytes signed, Bytes signature) {
        assertThatThrownBy(() -> checked.verify(key, signed, signature)).isInstanceOf(SignatureMismatch.class);
    }
}
