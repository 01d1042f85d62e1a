package dev.bulla.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A double as ECMAScript prints it (ECMA-262 section 6.1.6.1.20, the number form of RFC 8785 section 3.2.2.3). */
final class EcmaNumber {
    private EcmaNumber() {}

    static String format(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw JsonException.malformed("number beyond the range of a double");
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int pointAfter = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + place(digits, pointAfter);
    }

    /** The fewest digits that round back to {@code value}, and among those the closest to it. */
    private static BigDecimal shortest(double value) {
        // Double.toString gives them (JDK 19 and later), except that it never stops at one digit: 4.9E-324 for 5e-324
        BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (printed.precision() != 2) {
            return printed;
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal below = printed.round(new MathContext(1, RoundingMode.DOWN));
        BigDecimal above = printed.round(new MathContext(1, RoundingMode.UP));
        boolean belowIsCloser = exact.subtract(below).compareTo(above.subtract(exact)) <= 0;
        BigDecimal closer = belowIsCloser ? below : above;
        BigDecimal other = belowIsCloser ? above : below;
        if (closer.doubleValue() == value) {
            return closer.stripTrailingZeros();
        }
        return other.doubleValue() == value ? other.stripTrailingZeros() : printed;
    }

    /** {@code digits} with the decimal point after {@code n} of them; exponents from 10^21 and below 10^-6. */
    private static String place(String digits, int n) {
        int k = digits.length();
        if (k <= n && n <= 21) {
            return digits + "0".repeat(n - k);
        }
        if (0 < n && n <= 21) {
            return digits.substring(0, n) + "." + digits.substring(n);
        }
        if (-6 < n && n <= 0) {
            return "0." + "0".repeat(-n) + digits;
        }
        int exponent = n - 1;
        String mantissa = k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
