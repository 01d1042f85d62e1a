package dev.bulla.crypto;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The public point of an EC secret, for files that leave it out; the JDK has no function for it. */
final class EcPublicPoint {
    private EcPublicPoint() {}

    /** The uncompressed point. */
    static byte[] of(EcdsaKey.Curve curve, BigInteger secret) {
        X9ECParameters parameters = CustomNamedCurves.getByName(curve.curveName());
        return new FixedPointCombMultiplier()
                .multiply(parameters.getG(), secret)
                .normalize()
                .getEncoded(false);
    }
}
