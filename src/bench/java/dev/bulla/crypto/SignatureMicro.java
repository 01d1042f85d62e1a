package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One signature over a role of usual size checked: by the JDK, as Bulla does it, and by Bouncy Castle's lightweight classes. */
@State(Scope.Thread)
public class SignatureMicro {
    private static final Bytes MESSAGE = Bytes.utf8("{\"_type\":\"targets\"}".repeat(100));

    /** Kind of the key. */
    @Param({"ED25519", "ECDSA_P256"})
    public KeyKind kind = KeyKind.ED25519;

    private PublicKey key = TestKeys.golden().publicKey();
    private Bytes signature = Bytes.utf8("");
    private final CheckedSignatures checked = new CheckedSignatures();

    /** Signs, and checks once. */
    @Setup
    public void sign() throws SignatureMismatch {
        LocalSigner signer = TestKeys.seeded(kind, "micro");
        key = signer.publicKey();
        signature = signer.sign(MESSAGE);
        checked.verify(key, MESSAGE, signature);
    }

    /** By the JDK. */
    @Benchmark
    public void jdk() throws SignatureMismatch {
        key.verify(MESSAGE, signature);
    }

    /** The same signature met again in one process. */
    @Benchmark
    public void metAgain() throws SignatureMismatch {
        checked.verify(key, MESSAGE, signature);
    }

    /** By Bouncy Castle's classes below its provider. */
    @Benchmark
    public void bouncyCastle() throws IOException {
        byte[] message = MESSAGE.toByteArray();
        boolean good = key instanceof Ed25519Key edwards ? edwards(edwards, message) : ecdsa(message);
        if (!good) {
            throw new IllegalStateException("Bouncy Castle refuses the signature");
        }
    }

    private boolean edwards(Ed25519Key edwards, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, new Ed25519PublicKeyParameters(edwards.material().toByteArray()));
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature.toByteArray());
    }

    private boolean ecdsa(byte[] message) throws IOException {
        AsymmetricKeyParameter point = PublicKeyFactory.createKey(key.material().toByteArray());
        SHA256Digest digest = new SHA256Digest();
        digest.update(message, 0, message.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        ASN1Sequence pair = ASN1Sequence.getInstance(signature.toByteArray());
        BigInteger r = ASN1Integer.getInstance(pair.getObjectAt(0)).getValue();
        BigInteger s = ASN1Integer.getInstance(pair.getObjectAt(1)).getValue();
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, point);
        return signer.verifySignature(hash, r, s);
    }
}
